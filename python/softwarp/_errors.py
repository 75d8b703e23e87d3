"""What the package raises and warns of, beside Python's own exceptions."""


class NotFiniteError(ValueError):
    """NaN or infinity in what must be finite, or values so large that results are not."""


class CopyWarning(UserWarning):
    """A large array had to be copied, since its memory is not in C order or its type is not the library's."""


# Shown to users, and pickled, under the names by which they are imported.
NotFiniteError.__module__ = CopyWarning.__module__ = "softwarp"
