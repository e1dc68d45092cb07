package dev.versioned.cli;

import java.lang.reflect.InvocationTargetException;

/**
 * Where the jar starts: refuses a Java that is too old. Compiled for Java 8, which would otherwise
 * report an {@code UnsupportedClassVersionError} with a stack trace.
 */
public final class Launcher {
  private static final int OLDEST = 17;

  private Launcher() {}

  /**
   * Runs {@link Main}, or ends the process with exit code 1 if Java is older than 17.
   *
   * @param args the command line
   * @throws ReflectiveOperationException if the jar is incomplete
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    String problem = problem(System.getProperty("java.specification.version"));
    if (problem != null) {
      System.err.println(problem);
      System.exit(1);
    }
    try {
      // By name: a compiler for Java 8 cannot read the classes of the command.
      Class.forName("dev.versioned.cli.Main")
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("Cannot run the command: " + e.getCause(), e.getCause());
    }
  }

  /** Returns what to print if the Java of that version, such as 1.8 or 17, is too old, else null. */
  static String problem(String version) {
    String number = version.startsWith("1.") ? version.substring(2) : version;
    return Integer.parseInt(number) >= OLDEST
        ? null
        : "error: Cannot start versioned: it needs Java 17 or newer, and this is Java "
            + number
            + "; set JAVA_HOME, or install the archive that brings its own Java";
  }
}
