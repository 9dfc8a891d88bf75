"""常见问答: what is often asked, answered once, edited with its history."""
