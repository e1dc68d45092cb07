package dev.versioned.testkit;

import java.net.URI;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * DynamoDB Local in this process, in memory, reachable from this machine only.
 *
 * <p>It runs in our own HTTP server instead of DynamoDB Local's, which listens on every address,
 * does not report which free port it took, and reports its start over the network.
 */
final class EmbeddedDynamoDb {

  /**
   * Referenced permanently: java.util.logging discards the level of a logger that is not
   * referenced.
   */
  private static final Logger SQLITE_LOGGER = Logger.getLogger("com.almworks.sqlite4java");

  private static final String LOG4J_FACTORY = "log4j2.loggerContextFactory";

  private final Server server;
  private final ServerConnector connector;
  private final LocalDynamoDBServerHandler handler;

  private EmbeddedDynamoDb(
      Server server, ServerConnector connector, LocalDynamoDBServerHandler handler) {
    this.server = server;
    this.connector = connector;
    this.handler = handler;
  }

  static EmbeddedDynamoDb start() throws Exception {
    // It logs every statement that it opens, at INFO.
    SQLITE_LOGGER.setLevel(Level.WARNING);
    quietLog4jUnlessInstalled();
    LocalDynamoDBServerHandler handler = new LocalDynamoDBServerHandler(inMemory(), "*");
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("dynamodb-local");
    threads.setDaemon(true);
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new ContextHandler(handler, "/"));
    EmbeddedDynamoDb started = new EmbeddedDynamoDb(server, connector, handler);
    try {
      server.start();
    } catch (Exception e) {
      started.stop();
      throw e;
    }
    return started;
  }

  /**
   * Creates one database for every access key and region, as a test's clients may differ in both.
   */
  private static LocalDynamoDBRequestHandler inMemory() throws Exception {
    int parallelIndexJobs = 0;
    boolean inMemory = true;
    @Nullable String noFile = null;
    boolean shared = true;
    boolean delayStatuses = false;
    return new LocalDynamoDBRequestHandler(
        parallelIndexJobs, inMemory, noFile, shared, delayStatuses);
  }

  /**
   * DynamoDB Local logs through Log4j's API. Without a Log4j implementation, Log4j prints an error
   * about this into the user's test output; this method suppresses it, unless an implementation is
   * present.
   */
  private static void quietLog4jUnlessInstalled() {
    ClassLoader loader = EmbeddedDynamoDb.class.getClassLoader();
    boolean installed =
        loader.getResource("META-INF/services/org.apache.logging.log4j.spi.Provider") != null
            || loader.getResource("META-INF/log4j-provider.properties") != null;
    if (!installed && System.getProperty(LOG4J_FACTORY) == null) {
      System.setProperty(
          LOG4J_FACTORY, "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  void stop() throws Exception {
    try {
      server.stop();
    } finally {
      handler.close();
    }
  }
}
