"""How Wrike says no: status, word and description (developers.wrike.com/docs/errors-api-reference-v4)."""


class WrikeError(Exception):
    def __init__(self, status: int, word: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.word = word
        self.description = description

    def as_json(self) -> dict[str, str]:
        return {"errorDescription": self.description, "error": self.word}


def unknown_parameter(name: str) -> WrikeError:
    return WrikeError(400, "invalid_request", f"Parameter '{name}' is not allowed")


def invalid(name: str) -> WrikeError:
    return WrikeError(400, "invalid_parameter", f"Parameter '{name}' value is invalid")


def invalid_field(name: str) -> WrikeError:
    return WrikeError(400, "invalid_parameter", f"Fields parameter value '{name}' not allowed")


def required(name: str) -> WrikeError:
    return WrikeError(400, "parameter_required", f"Parameter '{name}' is required")


def invalid_request(description: str) -> WrikeError:
    return WrikeError(400, "invalid_request", description)


def not_authorized() -> WrikeError:
    return WrikeError(401, "not_authorized", "Access token is unknown or invalid")


def forbidden() -> WrikeError:
    return WrikeError(403, "access_forbidden", "You do not have access to perform this action")


def not_allowed(description: str) -> WrikeError:
    return WrikeError(403, "not_allowed", description)


def not_found(kind: str) -> WrikeError:
    return WrikeError(404, "resource_not_found", f"Requested {kind} not found")


def method_not_found() -> WrikeError:
    return WrikeError(404, "method_not_found", "Requested method not found")


def rate_limited() -> WrikeError:
    return WrikeError(429, "rate_limit_exceeded", "Rate limit exceeded: 400 requests per minute")


def logical_folder() -> WrikeError:
    return invalid_request("Operation is not allowed for logical folder")
