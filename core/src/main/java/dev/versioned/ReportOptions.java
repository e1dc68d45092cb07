package dev.versioned;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Optional settings of the reports of a {@link LiveAlias}. Used by one call, in one thread. */
public final class ReportOptions {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:@-]{1,100}");

  private Optional<String> name = Optional.empty();

  ReportOptions() {}

  /**
   * Names the process in its reports, for people. A random id is added, so several processes may
   * have one name. Default: the name of the host.
   *
   * @param name 1 to 100 letters, digits and {@code . _ : @ -}
   * @return these options
   * @throws IllegalArgumentException if it is longer, empty, or has other characters
   */
  public ReportOptions as(String name) {
    Objects.requireNonNull(name, "name");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Cannot report as '"
              + name
              + "': a name has 1 to 100 letters, digits and . _ : @ -; choose another");
    }
    this.name = Optional.of(name);
    return this;
  }

  String name() {
    return name.orElseGet(ReportOptions::host);
  }

  private static String host() {
    String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElseGet(ReportOptions::local);
    String cleaned = host.replaceAll("[^A-Za-z0-9._:@-]", "-");
    return cleaned.isEmpty() ? "unknown" : cleaned.substring(0, Math.min(100, cleaned.length()));
  }

  private static String local() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }
}
