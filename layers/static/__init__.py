"""The printed map: figures, marks, labels and diagrams for slides and paper."""
