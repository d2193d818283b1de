"""For schemathesis: tools that wait for a worker are left out, since what was begun before decides how long they take."""

import schemathesis

WORKERS = {"generate_video_script", "generate_video_terms", "create_video", "synthesize_voice", "batch_video_generation",
           "analyze_video_content", "wait_for_task", "replay_request", "bisect", "get_generation_status"}


def calls(body):
    """The calls in a body, whether it is one or a batch."""
    if not isinstance(body, dict):
        return []
    inner = body.get("requests")
    return [one for one in [body, *(inner if isinstance(inner, list) else [])] if isinstance(one, dict)]


@schemathesis.hook
def filter_body(context, body):
    return all(one.get("tool_name") not in WORKERS for one in calls(body) if isinstance(one.get("tool_name"), str))
