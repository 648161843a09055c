"""Cards, forms and commands in Discord's formats. Pure functions.

Start at `render.draw` for a card, `forms.build_modal` for a form and `commands.build_command_tree` for the commands.
`payloads` puts a drawn card into the request that sends it.
"""
