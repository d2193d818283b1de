public import EventStore
import NIOCore
import NIOPosix

extension Turns {
    /// Those of NIO's event loops: of the connections that are served on one.
    public static let ofEventLoops = Turns(
        isUnderWay: { MultiThreadedEventLoopGroup.currentEventLoop != nil },
        atEnd: { work in MultiThreadedEventLoopGroup.currentEventLoop?.execute(work) })
}
