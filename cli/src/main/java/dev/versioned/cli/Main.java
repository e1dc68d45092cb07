package dev.versioned.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Where the {@code versioned} command starts. */
public final class Main {
  private Main() {}

  private static void log(String property, String value) {
    System.setProperty("org.slf4j.simpleLogger." + property, value);
  }

  /**
   * Runs one command, and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    // Before the first logger is made: the logger reads them once.
    boolean debug = Arrays.asList(args).contains("--debug");
    log("defaultLogLevel", debug ? "warn" : "off");
    if (debug) {
      log("log.dev.versioned", "debug");
    } else {
      // Deviations from the request, and incomplete lists, are always reported.
      log("log.dev.versioned.publish", "warn");
      log("log.dev.versioned.stores", "warn");
      log("log.dev.versioned.records", "warn");
      log("showThreadName", "false");
      log("showLogName", "false");
      log("warnLevelString", "warning:");
    }
    OutputStream err = new FileOutputStream(FileDescriptor.err);
    // The logger and the JVM print there directly.
    System.setErr(new PrintStream(new PrintedLines(err), true, StandardCharsets.UTF_8));
    Terminal terminal =
        new Terminal(
            StandardInput.open(),
            new PrintStream(
                new StandardOutput(new FileOutputStream(FileDescriptor.out)),
                false,
                StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            System.getenv(),
            Path.of("").toAbsolutePath(),
            Terminal.isThere());
    Cli cli = new Cli(terminal);
    int code =
        StandardOutput.isClosed()
            ? cli.refuse(
                "Cannot answer: standard output is closed; redirect it, such as to /dev/null", args)
            : cli.run(args);
    terminal.out().flush();
    String archive = System.getProperty("versioned.archive");
    if (code == ExitCode.DONE.code() && archive != null) {
      StartupArchive.makeInBackground(archive);
    }
    System.exit(code);
  }
}
