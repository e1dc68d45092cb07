package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.console.CheckResult;
import dev.versioned.console.Console;
import dev.versioned.console.ConsoleServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves pages about the repository on this machine. */
@Command(
    name = "console",
    description = {
      "Serve pages about the repository to a browser on this machine: artifacts, versions, aliases, rollouts,"
          + " fleets, checks. Runs until it is stopped.",
      "It is read-only without --allow-moves. The printed address has a token: whoever has it has the"
          + " rights of this command."
    },
    footer = {
      "",
      "Examples:",
      "  versioned console",
      "  versioned console --allow-moves --actor anna --for 1h",
      "  versioned console --bind 0.0.0.0 --allow-remote --host ops.example.com"
    })
final class ConsoleCommand extends ToolCommand {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]");

  /** Of the JDK's server, in seconds. */
  private static final String LONGEST_REQUEST = "sun.net.httpserver.maxReqTime";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8377",
      description = "The port; 0 for any free one; default: 8377.")
  int port;

  @Option(
      names = "--allow-moves",
      description = "Let the pages move aliases and steer rollouts, with a reason each.")
  boolean allowMoves;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "The address to listen on; default: 127.0.0.1.")
  String bind;

  @Option(
      names = "--allow-remote",
      description = "Allow an address that other machines can reach; put TLS before it.")
  boolean allowRemote;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "A name under which browsers may ask, besides those of this machine.")
  List<String> hosts = new ArrayList<>();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "Stop after this time; default: never.")
  @Nullable Duration time;

  @Override
  ExitCode run(Session session) throws InterruptedException {
    if (port < 0 || port > 65_535) {
      throw misused("--port must be from 0 to 65535");
    } else if (time != null && time.isZero()) {
      throw misused("--for must be more than zero");
    }
    for (String host : hosts) {
      if (!HOST.matcher(host).matches()) {
        throw misused("--host '" + host + "' is no name of a host; give it without a port");
      }
    }
    if (allowRemote && hosts.isEmpty()) {
      throw misused("--allow-remote needs --host, the name that browsers ask for");
    }
    String token = token();
    try (ArtifactRepository repo = session.open();
        ConsoleServer server = start(console(repo, session, token))) {
      URI url = url(server, token);
      session.print(
          Answer.of(
              Fields.of("url", url.toString(), "moves", allowMoves),
              () ->
                  List.of(
                      url.toString(),
                      allowMoves
                          ? "moves are allowed; stop with Ctrl-C"
                          : "read-only; stop with Ctrl-C")
                      .stream()));
      Thread.sleep(time == null ? Long.MAX_VALUE : time.toMillis());
    }
    return ExitCode.DONE;
  }

  private ConsoleServer start(Console console) {
    // A request that is sent slowly must not hold a thread for long.
    if (System.getProperty(LONGEST_REQUEST) == null) {
      System.setProperty(LONGEST_REQUEST, "30");
    }
    InetSocketAddress address = new InetSocketAddress(bind, port);
    if (address.isUnresolved()) {
      throw misused("--bind " + bind + " is no address of this machine");
    } else if (allowRemote) {
      return ConsoleServer.startReachable(console, address);
    } else if (!address.getAddress().isLoopbackAddress()) {
      throw misused(
          "Cannot serve the console at "
              + bind
              + ": other machines could reach it, without encryption; use a tunnel such as ssh -L,"
              + " or add --allow-remote and put TLS before it");
    }
    return ConsoleServer.start(console, address);
  }

  private Console console(ArtifactRepository repo, Session session, String token) {
    Console.Builder builder =
        Console.builder(repo)
            .title(session.settings().required("bucket"))
            .token(token)
            .check(
                "doctor",
                "Stores (doctor)",
                "Checks that bucket and table behave as the library needs. Writes scratch objects and"
                    + " items, and removes them.",
                () -> doctor(session));
    hosts.forEach(builder::host);
    return allowMoves ? builder.allowMoves().build() : builder.build();
  }

  private static List<CheckResult> doctor(Session session) {
    return session.doctor().run().checks().stream()
        .map(
            check ->
                new CheckResult(
                    check.verdict().name(),
                    check.name(),
                    Wording.ofCommand(check.found()),
                    Wording.ofCommand(check.remedy())))
        .toList();
  }

  private URI url(ConsoleServer server, String token) {
    URI url = server.uri();
    String address =
        hosts.isEmpty() ? url.toString() : "http://" + hosts.get(0) + ":" + url.getPort() + "/";
    return URI.create(address + "?token=" + token);
  }

  private static String token() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
