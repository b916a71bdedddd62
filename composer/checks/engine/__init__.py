"""What every rule needs: a draft with all that is known, phrases, sentences, measures, likeness. It knows no rule."""
