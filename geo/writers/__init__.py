"""Tables of attacks to files that the field uses; our readers give the same cells back."""
