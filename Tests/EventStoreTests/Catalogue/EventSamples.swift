import EventStore

/// One value of every event, with every property set.
enum EventSamples {
    static let all: [any Event] = service + telemetry + requests + tasks + alerts + projections + access + sessions

    private static let time = Timestamp(nanoseconds: 1_764_041_397_123_456_000)

    private static let service: [any Event] = [
        ServiceStarted(
            instance: "1a2b3c4d", version: "0.1.0", command: "serve", process: 4711, address: "127.0.0.1:8081"),
        ServiceStopped(instance: "1a2b3c4d", reason: "finished"), ServiceListChanged(list: "tools"),
        ConnectionOpened(
            transport: "websocket", path: "/mcp", subprotocol: "mcp", origin: "http://localhost", agent: "a test"),
        ConnectionClosed(
            transport: "websocket", side: "client", code: 1000, reason: "done", seconds: 1.5, requests: 3),
    ]

    private static let sessions: [any Event] = [
        SessionOpened(revision: "2025-11-25", client: "a test"),
        SessionPreferencesSet(resources: ["task://mcp_1a2b3c4d"], lists: ["tools"], logLevel: "info"),
        SessionStreamOpened(method: "tools/call", request: 7),
        SessionMessageSent(
            channel: Position(42), message: ["jsonrpc": "2.0", "id": 7, "result": [:]], isLast: true,
            withheld: Withheld(policy: .redacted, places: ["message"], sealed: "AAEC")),
        SessionStreamParted(channel: Position(42)), SessionClosed(),
    ]

    private static let telemetry: [any Event] = [
        MetricsSampled(values: ["process.cpu.seconds": 1.5, "log.head": 42], families: [family]),
        MetricsReceived(resource: ["service.name": "shop"], families: [family, timings, shares]),
        SpanEnded(
            name: "tools/call create_video", kind: .server, parent: SpanID(0x00f0_67aa_0ba9_02b7), start: time,
            seconds: 0.25, status: .error, message: "no", attributes: ["mcp.method.name": "tools/call", "n": 1],
            resource: ["service.name": "shop"], scope: "checkout", traceState: "vendor=1",
            events: [SpanMoment(name: "exception", time: time, attributes: ["exception.type": "Timeout"])],
            links: [SpanLink(trace: TraceID(high: 1, low: 2), span: SpanID(3), attributes: ["why": "retry"])]),
        LogRecorded(
            severity: 13, level: "WARN", logger: "checkout", at: time, body: "slow", attributes: ["n": 1],
            resource: ["service.name": "shop"]),
        ProviderAnswered(
            task: "mcp_1a2b3c4d", provider: "chat:tiny", question: "9f86d081", policy: .full, status: 429,
            failure: "timed_out", retryAfter: "2", answer: "{}", bytes: 2, seconds: 0.5),
    ]

    private static let family = MetricFamily(
        name: "http.client.requests", kind: .counter, unit: "{request}", help: "Requests sent.", isDelta: true,
        points: [
            MetricPoint(labels: ["method": "GET"], time: time, start: time, value: .number(7)),
            MetricPoint(labels: ["method": "PUT"], value: .number(.stale)),
        ])

    private static let timings = MetricFamily(
        name: "http.client.duration", kind: .histogram, unit: "s",
        points: [
            MetricPoint(
                value: .histogram(count: 3, sum: 0.75, bounds: [0.1, 1], counts: [1, 2, 0]),
                exemplars: [
                    MetricExemplar(value: 0.5, time: time, trace: TraceID(high: 1, low: 2), span: SpanID(3))
                ])
        ])

    private static let shares = MetricFamily(
        name: "gc.pause", kind: .summary,
        points: [
            MetricPoint(
                value: .summary(
                    count: 2, sum: MetricNumber(.infinity),
                    quantiles: [MetricPoint.Quantile(share: 0.99, value: MetricNumber(.nan))]))
        ])

    private static let requests: [any Event] = [
        RequestReceived(
            request: "00f067aa0ba902b7", transport: "http", revision: "2026-07-28", method: "tools/call", rpcID: "7",
            client: "claude", params: ["name": "create_video", "arguments": ["video_subject": "coffee"]],
            access: RequestAccess(
                role: "user", address: "10.1.2.3", units: 10, rule: "user: allow tools:call:*", policy: 4,
                nonce: "render-farm/9f8e7d"),
            withheld: Withheld(policy: .redacted, places: ["params.arguments.api_key"])),
        ToolCompleted(
            request: "00f067aa0ba902b7", tool: "create_video", outcome: .success, result: ["task_id": "mcp_1a2b3c4d"],
            seconds: 0.002, withheld: Withheld(policy: .hashed, places: ["result"])),
        RequestCompleted(request: "00f067aa0ba902b7", method: "tools/call", errorCode: -32602, seconds: 0.003),
    ]

    private static let tasks: [any Event] = [
        TaskCreated(
            task: "mcp_1a2b3c4d", kind: .video, tool: "create_video", input: ["video_subject": "coffee"],
            parent: "batch_1a2b3c4d", estimatedSeconds: 45,
            withheld: Withheld(policy: .redacted, places: ["input.api_key"], sealed: "AAEC"),
            charge: TaskCharge(role: "user", tasks: 1, videoSeconds: 58)),
        TaskClaimed(task: "mcp_1a2b3c4d", worker: "9f8e7d6c", attempt: 1),
        TaskStageStarted(task: "mcp_1a2b3c4d", stage: "voice"),
        TaskProgressed(task: "mcp_1a2b3c4d", stage: "voice", progress: 0.125, message: "speaking"),
        TaskStageCompleted(
            task: "mcp_1a2b3c4d", stage: "voice",
            key: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
            outputs: [
                StageOutput(
                    path: "tasks/mcp_1a2b3c4d/voice.wav", bytes: 1024,
                    sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
            ], result: ["duration": 12.5], seconds: 3.5, cpuSeconds: 1.25,
            withheld: Withheld(policy: .off, places: ["result"], sealed: "AAEC")),
        TaskCompleted(
            task: "mcp_1a2b3c4d", result: ["duration": 30.1], seconds: 61.5,
            withheld: Withheld(policy: .off, places: ["result"], sealed: "AAEC")),
        TaskFailed(
            task: "mcp_1a2b3c4d", stage: "voice", code: "missing_part", message: "espeak-ng is not installed",
            hint: "apt-get install espeak-ng",
            withheld: Withheld(policy: .off, places: ["message", "hint"], sealed: "AAEC")),
        TaskCancelRequested(task: "mcp_1a2b3c4d", reason: "the caller gave up"),
        TaskCancelled(task: "mcp_1a2b3c4d", reason: "the caller gave up"),
        TaskFilesRemoved(task: "mcp_1a2b3c4d", bytes: 8_500_000),
    ]

    private static let alert = AlertIdentity(
        id: "a1b2c3d4e5f60718-9", rule: "high_error_rate", fingerprint: "0f1e2d3c4b5a6978",
        labels: ["severity": "warning", "alertname": "high_error_rate"])

    private static var rule: AlertRuleSaved {
        var rule = AlertRuleSaved(
            name: "high_error_rate", metric: "mcp.operations.error", condition: "> 10", duration: 300, cooldown: 900,
            severity: "warning", enabled: true, expr: "sum(increase(mcp_operations_error_total[5m])) > 10")
        rule.alert = "HighErrorRate"
        rule.record = "job:errors:rate5m"
        rule.window = 600
        rule.quantile = 0.95
        rule.filters = [#"tool="create_video""#]
        rule.keepFiringFor = 60
        rule.labels = ["team": "video", "severity": "warning"]
        rule.annotations = ["summary": "{{ $value }} errors"]
        rule.noData = "keep_last"
        rule.group = "errors"
        rule.interval = 15
        rule.limit = 10
        rule.objective = ["objective": 99.9, "window": "30d"]
        rule.reason = "fewer false alarms"
        return rule
    }

    private static let alerts: [any Event] = [
        rule, AlertRuleDeleted(name: "high_error_rate", reason: "replaced"),
        AlertRuleFailed(rule: "high_error_rate", error: "exceeded limit of 1 with 2 alerts"),
        AlertPending(alert: alert, value: 11, since: time, ruleVersion: Position(3)),
        AlertFired(
            alert: alert, annotations: ["summary": "12 errors"], metric: "mcp.operations.error", condition: "> 10",
            severity: "warning", value: 12, since: time, ruleVersion: Position(3),
            evidence: [Position(7), Position(9)],
            traces: ["4bf92f3577b34da6a3ce929d0e0e4736"]),
        AlertResolved(alert: alert, value: 0, hadFired: true, cause: .recovered),
        AlertNotified(
            alert: alert, handler: "log", status: "triggered", delivered: false, error: "HTTP 503",
            key: "high_error_rate/0f1e2d3c4b5a6978/2025-11-25T03:29:57.123456Z/triggered", attempt: 2, isFinal: false,
            group: "{}:{alertname=\"high_error_rate\"}"),
        AlertSilenced(
            id: "s1", matchers: [#"severity="info""#], author: "ann", comment: "maintenance", start: time,
            end: time.advanced(bySeconds: 3600)),
        AlertSilenceExpired(id: "s1", author: "ann"),
    ]

    private static let projections: [any Event] = [
        ProjectionRebuildStarted(
            name: "models", reason: "other_schema", position: Position(0), through: Position(1_000_000)),
        ProjectionRebuildProgressed(name: "models", position: Position(50_000), through: Position(1_000_000)),
        ProjectionRebuildCompleted(name: "models", position: Position(1_000_010), events: 1_000_010),
    ]

    private static let access: [any Event] = [
        KeyCreated(
            key: "0aB1cD2eF3", name: "ann", role: "user", scopes: ["tools:call:create_*"],
            mac: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef", networks: ["10.0.0.0/8"],
            expires: time, rotatedFrom: "9zY8xW7vU6"),
        KeyRevoked(key: "0aB1cD2eF3", reason: "lost"),
        KeyUsed(key: "0aB1cD2eF3", address: "10.1.2.3"),
        RoleSaved(name: "editor", allow: ["tools:call:*", "tasks:read:own"], deny: ["tools:call:batch_*"]),
        RoleRemoved(name: "editor"),
        TokenRevoked(token: "f3a1", subject: "ann", reason: "left", expires: time),
        AccessRefused(
            scheme: "api_key", reason: "unknown_key", credential: "0aB1cD2eF3", address: "10.1.2.3", transport: "http",
            times: 3),
        AccessDenied(
            request: "00f067aa0ba902b7", role: "user", permission: "tools:call:batch_video_generation",
            rule: "user: deny tools:call:batch_video_generation", policy: 4),
        AccessDecided(
            request: "00f067aa0ba902b7", role: "viewer", permission: "alerts:write", permitted: false,
            rule: "viewer: no rule", policy: 4),
        LimitPoliciesSet(
            policies: [
                LimitPolicy(
                    name: "user-minute", scope: .principalTool, role: "user", tool: "create_video", quota: 100,
                    window: 60)
            ], costs: ["create_video": 10]),
        LimitQuotasSet(
            base: TaskQuotas(openTasks: 200, tasksADay: 2000, videoSecondsADay: 14_400, diskBytes: 20_000_000_000),
            roles: [
                "viewer": TaskQuotas(openTasks: 1, tasksADay: 20, videoSecondsADay: 60, diskBytes: 1_000_000_000)
            ]),
        LimitExceeded(policy: "user-minute", key: "ann", refused: 12, retrySeconds: 0.6),
    ]
}
