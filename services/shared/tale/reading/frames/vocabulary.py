"""Words that several frames look for, as patterns."""

LIKES = (
    r"(?:really\s+|absolutely\s+)?(?:loves?|likes?|adores?|(?:is|are) (?:crazy|mad) about|(?:is|are) obsessed with"
    r"|(?:is|are) into)"
)
"""What somebody is said to do with what they like."""
