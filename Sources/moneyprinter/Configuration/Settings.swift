/// Every key there is, in the order of the example file.
enum Settings {
    /// Keys that belong together, under one heading.
    struct Section: Sendable {
        let title: String
        let settings: [Setting]
    }

    static let sections =
        [
            data, log, retention, script, llm, voice, music, materials, limits, sockets, resultCache, access, tls,
            outbound,
        ]
        + [telemetry, queries, series, recording, replay, dashboards, alerting]
        + [server, rates, tasks, videoGeneration, monitoring, tokens, gateway, redis]

    static let all = sections.flatMap(\.settings)

    /// The setting of every place in the file, published names included.
    static let byPlace: [Setting.Place: Setting] = Dictionary(
        all.flatMap { setting in setting.places.map { ($0, setting) } }, uniquingKeysWith: { first, _ in first })

    /// The tables that hold settings.
    static let tables = Set(all.map(\.place.table))

    /// The keys of one table, published names included.
    static func keys(of table: String) -> [String] {
        byPlace.keys.filter { $0.table == table }.map(\.key).sorted()
    }
}

// Our own tables.
extension Settings {
    static let data = Section(
        title: "Where everything is kept",
        settings: [
            Setting(
                "data", "folder", \.dataFolder, .path, environment: "MONEYPRINTER_DATA", aliases: ["storage_path"],
                "The event log, the videos and the caches. One running service owns it.")
        ])

    static let log = Section(
        title: "The event log's bounds",
        settings: [
            Setting(
                "log", "queued_events", \.log.queuedEvents, .integer(256...1_048_576),
                "Events that may wait for the writer; more are refused (HTTP 503)."),
            Setting(
                "log", "queued_bytes", \.log.queuedBytes, .integer(1_048_576...1_073_741_824),
                "Bytes of events that may wait for the writer."),
            Setting(
                "log", "tail_events", \.log.tailEvents, .integer(0...1_048_576),
                "Latest events kept in memory for live readers."),
            Setting(
                "log", "commits_per_checkpoint", \.log.commitsPerCheckpoint, .integer(10...100_000),
                "Commits between two checkpoints of the write-ahead log."),
            Setting(
                "log", "snapshot_spacing", \.log.snapshotSpacing, .integer(256...1_048_576),
                "Events between two snapshots of the read models: what a start after a crash folds anew at most."),
            Setting(
                "log", "snapshot_count", \.log.snapshotCount, .integer(2...4096),
                "Snapshots kept, evenly over the log: where a look at the past begins."),
        ])

    static let script = Section(
        title: "Where the spoken text comes from",
        settings: [
            Setting(
                "script", "provider", \.script.provider, .choice,
                "auto: the LLM where one is configured, else the built-in word list."),
            Setting(
                "script", "wordnet_folder", \.script.wordnetFolder, .path,
                "The WordNet files index.noun and data.noun."),
        ])

    static let llm = Section(
        title: "An OpenAI-compatible endpoint; nothing needs one",
        settings: [
            Setting(
                "llm", "base_url", \.llm.baseURL, Form<String>.url.optional, aliases: ["openai_base_url"],
                sample: "\"http://127.0.0.1:11434/v1\"", "The address before /chat/completions."),
            Setting(
                "llm", "api_key", \.llm.apiKey, Form<Secret>.secret(minimumBytes: 1).optional,
                aliases: ["openai_api_key"], sample: "\"…\"",
                "Sent as a bearer token. A key alone turns nothing on: set base_url, or provider = \"openai\"."),
            Setting(
                "llm", "model", \.llm.model, .text("a model's name of at most 200 characters", length: 1...200),
                aliases: ["openai_model_name"], "The model to ask for."),
            Setting(
                "llm", "provider", \.llm.provider, Form<String>.text("a provider's name", length: 1...100).optional,
                aliases: ["llm_provider"], sample: "\"openai\"",
                "\"openai\" with a key and no base_url means OpenAI's own endpoint. Other names mean nothing here."),
            Setting(
                "llm", "timeout", \.llm.timeoutSeconds, .integer(1...600), "Seconds one answer may take."),
        ])

    static let voice = Section(
        title: "The voice",
        settings: [
            Setting(
                "voice", "engine", \.voice.engine, .choice,
                "auto: the neural voice where it is installed and speaks the language, else espeak-ng."),
            Setting(
                "voice", "python", \.voice.python, Form<String>.path.optional, sample: "\".venv/voice/bin/python3\"",
                "The Python that has the voice's wheels; by default the nearest .venv/voice is looked for."),
        ])

    static let materials = Section(
        title: "Pictures and clips of your own",
        settings: [
            Setting(
                "materials", "folder", \.materials.folder, Form<String>.path.optional, aliases: ["material_directory"],
                sample: "\"materials\"",
                "Images and videos whose file names say what they show; scenes without a match are generated.")
        ])

    static let music = Section(
        title: "The music",
        settings: [
            Setting(
                "music", "soundfont", \.video.soundfont, .path, "The General MIDI instruments of the music bed.")
        ])

    static let limits = Section(
        title: "What one request may ask for",
        settings: [
            Setting(
                "limits", "video_seconds", \.limits.videoSeconds, .integer(5...3600),
                "The longest video; refused before any work where the script is too long."),
            Setting(
                "limits", "request_bytes", \.server.maxRequestBytes, .integer(65_536...67_108_864),
                "The largest HTTP request body."),
            Setting(
                "limits", "address_requests", \.limits.addressRequests, .integer(1...1_000_000),
                "Requests of one address in a minute, whoever they are from."),
            Setting(
                "limits", "lockout_failures", \.limits.lockoutFailures, .integer(1...1000),
                "Wrong secrets for one key from one address before that is not listened to."),
            Setting(
                "limits", "lockout_address_failures", \.limits.lockoutAddressFailures, .integer(1...1000),
                "Wrong secrets for any key from one address before that is not listened to."),
            Setting(
                "limits", "lockout_seconds", \.limits.lockoutSeconds, .integer(1...86_400),
                "Seconds in which they count, and for which the lock-out lasts."),
            Setting(
                "limits", "calls_at_once", \.limits.callsAtOnce, .integer(1...10_000),
                "Tool calls of one caller that may be under way at once."),
            Setting(
                "limits", "queued_tasks", \.limits.queuedTasks, .integer(1...100_000),
                "Tasks of all callers that may be open at once; one more is refused (HTTP 503)."),
            Setting(
                "limits", "head_seconds", \.limits.headSeconds, .integer(1...300),
                "Seconds in which a request's head must be there, from its first byte on."),
            Setting(
                "limits", "idle_seconds", \.limits.idleSeconds, .integer(1...86_400),
                "Seconds without a byte after which an HTTP connection ends whose client neither asks nor reads."),
            Setting(
                "limits", "socket_idle_seconds", \.limits.socketIdleSeconds, .integer(1...86_400),
                "Seconds without a message, and without a request under way, after which a WebSocket ends."),
            Setting(
                "limits", "address_connections", \.limits.addressConnections,
                Form<Int>.integer(1...100_000).optional, sample: "75",
                "Connections of one address at once; by default three quarters of mcp_max_connections."),
        ])
}
