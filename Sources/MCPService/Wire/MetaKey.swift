/// The keys of `_meta` and of extensions, built from one prefix: a misspelt one reads as another era.
enum MetaKey {
    private static let prefix = "io.modelcontextprotocol/"

    static let protocolVersion = prefix + "protocolVersion"
    static let clientCapabilities = prefix + "clientCapabilities"
    static let clientInfo = prefix + "clientInfo"
    static let serverInfo = prefix + "serverInfo"
    static let subscriptionId = prefix + "subscriptionId"
    static let logLevel = prefix + "logLevel"
    static let tasks = prefix + "tasks"
    static let ui = prefix + "ui"

    /// Our own: a caller that takes a kept result, whether it got one, and the key of a call that is made once.
    static let useCache = "moneyprinter/useCache"
    static let cache = "moneyprinter/cache"
    static let idempotencyKey = "moneyprinter/idempotencyKey"
    /// Why a tool failed, for the service's own routes.
    static let errorCode = "moneyprinter/errorCode"

    // Unprefixed by the specification.
    static let progressToken = "progressToken"
    static let traceparent = "traceparent"
}
