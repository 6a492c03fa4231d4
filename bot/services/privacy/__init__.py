"""What is held on people: shown to them, handed out, erased, and deleted when its time is over."""
