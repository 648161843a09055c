"""Cards and forms as Block Kit. Pure functions.

Start at `render.draw_message` for a card and `forms.build_form_view` for a form. `place` says where an answer goes.
"""
