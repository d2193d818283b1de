public import Hummingbird
import Logging
import NIOCore

/// What Hummingbird keeps for a request of ours: the connection it came by.
public struct ServiceContext: Hummingbird.RequestContext {
    public var coreContext: CoreRequestContextStorage
    let channel: any Channel

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
