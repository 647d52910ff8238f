"""What always exists in the sandbox's workspace: ids, tokens, channels."""

TEAM = "T0SANDBOX"
TEAM_NAME = "Sandbox"
TEAM_DOMAIN = "sandbox"
APP = "A0GALLEY"
BOT = "B0GALLEY"
BOT_USER = "U0GALLEY"
BOT_NAME = "galley"

BOT_TOKEN = "xoxb-sandbox"
APP_TOKEN = "xapp-sandbox"
SIGNING_SECRET = "sandbox-signing-secret"
VERIFICATION_TOKEN = "sandbox-verification-token"
CLIENT_ID = "sandbox-client"
CLIENT_SECRET = "sandbox-client-secret"

CHANNELS = ("intake", "review", "campaign", "general")
CHANNELS_OF_A_GUEST = ("intake", "review")
DESIGNERS = "S0DESIGNERS"

COMMANDS = ("/galley",)
UNFURL_DOMAINS = ("127.0.0.1", "localhost", "sandbox.example")


def channel_id(name: str) -> str:
    return f"C0{name.upper()}"


def dm_id(user: str) -> str:
    return "D" + user.removeprefix("U")
