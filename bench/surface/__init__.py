"""What map, words and files are held to, measured on the bundled record and on hard inputs."""
