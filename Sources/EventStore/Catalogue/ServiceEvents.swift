/// The life of a process of the service.
///
/// Stream `service-<instance>`.
public enum ServiceEvents {
    public static let page: [any Event.Type] = [ServiceStarted.self, ServiceStopped.self, ServiceListChanged.self]

    public static func stream(of instance: String) -> StreamName { StreamName("service", instance) }
}

/// A process opened the log and began its work.
public struct ServiceStarted: Event {
    public static let type: EventType = "service.started"
    public let instance: String
    public let version: String
    /// `serve`, `stdio`, `worker` or `call`.
    public let command: String
    public let process: Int
    /// `127.0.0.1:8081`; nil where it listens nowhere.
    public let address: String?
    /// The names of the tools that it offers; nil where nobody noted them.
    public let tools: [String]?

    public init(
        instance: String, version: String, command: String, process: Int, address: String?, tools: [String]? = nil
    ) {
        self.instance = instance
        self.version = version
        self.command = command
        self.process = process
        self.address = address
        self.tools = tools
    }
}

/// The process ended in good order.
///
/// A killed one leaves no such event.
public struct ServiceStopped: Event {
    public static let type: EventType = "service.stopped"
    public let instance: String
    public let reason: String

    public init(instance: String, reason: String) {
        self.instance = instance
        self.reason = reason
    }
}

/// What the service offers has changed: clients that look on should ask for the list again.
public struct ServiceListChanged: Event {
    public static let type: EventType = "service.list_changed"
    /// `tools`, `prompts` or `resources`.
    public let list: String

    public init(list: String) { self.list = list }
}
