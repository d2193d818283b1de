/// The three roles of the reference API, and what they may do here.
///
/// Published are tools, methods and resources. The viewer may use two tools there but not `tools/call`; here it may
/// call exactly those two, and look at tasks and videos of others, since it can have none of its own. Dashboards show
/// everybody's tasks, so they are for those who may look at all of them.
public enum PublishedRoles {
    public static let admin = Role(name: "admin", allow: patterns("*"))

    public static let user = Role(
        name: "user",
        allow: patterns(
            "tools:list", "tools:call:*", "service:read", "resources:read:video*", "resources:read:audio*",
            "prompts:read", "tasks:read:own", "tasks:cancel:own", "videos:read:own", "events:read:own",
            "traces:read:own", "metrics:read", "alerts:read"),
        deny: patterns(
            "tools:call:batch_video_generation", "tools:call:analyze_video_content",
            // What others did, and what watches over all of them, is not for everybody.
            "tools:call:search_events", "tools:call:get_trace", "tools:call:save_alert_rule",
            "tools:call:delete_alert_rule", "tools:call:silence_alerts", "tools:call:replay_request",
            "tools:call:diff_state", "tools:call:bisect", "tools:call:compare_calls"))

    public static let viewer = Role(
        name: "viewer",
        allow: patterns(
            "tools:list", "tools:call:get_generation_status", "tools:call:analyze_video_content", "service:read",
            "resources:read:video*", "resources:read:audio*", "prompts:read", "tasks:read:*", "videos:read:*",
            "dashboards:read", "metrics:read", "alerts:read"))

    public static let all = [admin, user, viewer]

    private static func patterns(_ texts: String...) -> [PermissionPattern] { texts.compactMap(PermissionPattern.init) }
}
