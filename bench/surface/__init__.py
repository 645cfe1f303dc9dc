"""What map, words and files are held to, measured anew on the bundled record and on hard inputs."""
