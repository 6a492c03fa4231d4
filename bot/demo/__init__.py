"""The sandbox, the bot and a believable initiative, in one process."""
