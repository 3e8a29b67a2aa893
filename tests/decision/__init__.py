"""What to choose, held against published examples, hand calculation and the laws of each rule."""
