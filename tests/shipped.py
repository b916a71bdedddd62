"""What ships, read once for all tests that only look at it."""

from composer.letters.catalogue import parse_catalogue
from composer.records.library import parse_library, read_templates
from composer.shipped import templates_folder

FILES = read_templates([(templates_folder(), "templates/")])
LIBRARY = parse_library(FILES)
CATALOGUE = parse_catalogue(FILES)
