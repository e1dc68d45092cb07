package dev.versioned.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The command that continues a publish, printed if that fails, or if a signal ends it: parts that
 * S3 has are not sent again to the same idempotency key.
 */
final class Continuation implements AutoCloseable {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

  private final Session session;
  private final String command;
  private final Thread hook;

  private Continuation(Session session, String command) {
    this.session = session;
    this.command = command;
    this.hook = new Thread(() -> report("interrupted"), "continuation");
  }

  /** Prints the command from now on if this process is ended. */
  static Continuation of(Session session, List<String> args, String key) {
    Continuation continuation = new Continuation(session, command(args, key));
    Runtime.getRuntime().addShutdownHook(continuation.hook);
    return continuation;
  }

  /** Returns a command line for a shell, with the key if it has none. */
  static String command(List<String> args, String key) {
    List<String> words = new ArrayList<>(args);
    if (words.stream().noneMatch(word -> word.startsWith("--idempotency-key"))) {
      words.add("--idempotency-key=" + key);
    }
    return "versioned " + words.stream().map(Continuation::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Says that the upload can be continued, and how. */
  void report(String why) {
    if (!session.isJson()) {
      session
          .terminal()
          .complain(
              why
                  + "; what S3 has already is kept, and this command continues: "
                  + Wording.withoutSecrets(command));
    }
  }

  /** No longer prints it. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: it prints the command.
    }
  }
}
