package dev.versioned.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Commands that load the classes of most commands, run against a server in this process that has
 * nothing and accepts everything. Their results do not matter.
 */
final class Training {
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  private static final List<String> COMMANDS =
      List.of(
          "--help",
          "--version",
          "artifacts",
          "artifacts --output json",
          "versions training",
          "show training 1",
          "put training -",
          "publish training - --quiet",
          "alias show training LIVE",
          "alias point training LIVE 1",
          "rollout status training LIVE");

  private Training() {}

  /**
   * Runs them.
   *
   * @param args none
   * @throws IOException if the server cannot be started
   * @throws ClassNotFoundException if the jar is incomplete
   */
  public static void main(String[] args) throws IOException, ClassNotFoundException {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    System.setProperty("aws.accessKeyId", "training");
    System.setProperty("aws.secretAccessKey", "training");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          boolean table = exchange.getRequestHeaders().containsKey("X-Amz-Target");
          exchange.sendResponseHeaders(200, table ? NOTHING.length : -1);
          if (table) {
            exchange.getResponseBody().write(NOTHING);
          }
          exchange.close();
        });
    server.start();
    // What starts before the first command.
    for (Class<?> type :
        List.of(
            Launcher.class,
            Main.class,
            PrintedLines.class,
            StandardOutput.class,
            StandardInput.class)) {
      Class.forName(type.getName());
    }
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    for (String command : COMMANDS) {
      new Cli(terminal(url)).run(command.split(" ", -1));
    }
    server.stop(0);
    System.exit(0);
  }

  static Terminal terminal(String url) {
    PrintStream nothing =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Terminal(
        new ByteArrayInputStream(NOTHING),
        nothing,
        nothing,
        Map.of(
            "VERSIONED_BUCKET", "training",
            "VERSIONED_TABLE", "training",
            "VERSIONED_REGION", "us-east-1",
            "VERSIONED_ACTOR", "training",
            "VERSIONED_ENDPOINT_URL", url),
        Path.of("/"),
        false);
  }
}
