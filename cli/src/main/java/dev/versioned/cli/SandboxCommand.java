package dev.versioned.cli;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Starts the local stack. */
@Command(
    name = "sandbox",
    description = {
      "Start S3 and DynamoDB on this machine, with an empty repository, to learn the command without AWS.",
      "Prints exports for another shell, and runs until Ctrl-C; with a COMMAND it runs that in this"
          + " environment instead, such as a shell. What is stored is gone at its end."
    },
    footer = {
      "",
      "Examples:",
      "  versioned sandbox",
      "  versioned sandbox -- bash",
      "",
      "It needs versioned-sandbox.jar and versioned-sandbox-lib/ next to versioned.jar, or VERSIONED_SANDBOX."
    })
final class SandboxCommand extends ToolCommand {
  private static final String JAR = "versioned-sandbox.jar";

  @Parameters(
      arity = "0..*",
      paramLabel = "[COMMAND]",
      description = "A command and its arguments, after --.")
  List<String> command = List.of();

  @Override
  ExitCode run(Session session) throws IOException, InterruptedException {
    Path jar = jar(session);
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // DynamoDB Local has a native library.
    if (Runtime.version().feature() >= 22) {
      line.add("--enable-native-access=ALL-UNNAMED");
    }
    line.add("-jar");
    line.add(jar.toString());
    line.add("--");
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(session.terminal().directory().toFile()).inheritIO();
    session.terminal().out().flush();
    Process process = builder.start();
    try {
      return process.waitFor() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    } finally {
      process.destroy();
    }
  }

  private static Path jar(Session session) {
    Path jar =
        session
            .environment("VERSIONED_SANDBOX")
            .map(session::path)
            .or(SandboxCommand::next)
            .orElse(Path.of(JAR));
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException(
          "Cannot start the sandbox: there is no "
              + jar
              + "; put "
              + JAR
              + " and versioned-sandbox-lib"
              + File.separator
              + " next to versioned.jar, or set VERSIONED_SANDBOX to it");
    }
    return jar;
  }

  /** The jar next to the one that runs. */
  private static Optional<Path> next() {
    CodeSource source = SandboxCommand.class.getProtectionDomain().getCodeSource();
    try {
      return source == null
          ? Optional.empty()
          : Optional.of(Path.of(source.getLocation().toURI()).resolveSibling(JAR));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
