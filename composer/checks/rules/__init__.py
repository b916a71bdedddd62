"""The rules, one module a family: a new rule is a function below `@rule` in the module of its family."""
