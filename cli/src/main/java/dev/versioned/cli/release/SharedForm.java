package dev.versioned.cli.release;

import dev.versioned.cli.document.Document.Entry;
import dev.versioned.cli.document.Document.Members;
import dev.versioned.cli.document.DocumentException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of settings that says what aliases point to among other things: an object for each
 * environment, and {@code _shared}, whose names begin with an environment or {@code *}. What is
 * said of aliases is read as {@link DottedForm} reads it; other settings are ignored, and named.
 */
final class SharedForm {
  static final String SHARED = "_shared";

  /** An artifact and its alias in capitals: other settings are not written so. */
  private static final Pattern ALIAS = Pattern.compile("(.+)\\.([A-Z][A-Z0-9_-]*)");

  private static final Pattern SHARED_NAME = Pattern.compile("([^.]+)\\.(.+)");
  private static final Pattern SHARES = Pattern.compile("[0-9].*");
  private static final String ARTIFACTS = "artifacts";

  private final List<Line> lines = new ArrayList<>();
  private final Map<String, Boolean> immutables = new TreeMap<>();
  private final Set<String> environments = new LinkedHashSet<>();
  private final List<Other> others = new ArrayList<>();
  private final Mistakes mistakes = new Mistakes();

  /** A setting that is not about an alias. */
  private record Other(String environment, Entry entry) {}

  SharedForm(Members file) {
    for (Entry entry : file.entries()) {
      boolean dotted = entry.name().indexOf('.') > 0;
      if (entry.name().equals(SHARED) && entry.value() instanceof Members shared) {
        shared.entries().forEach(this::shared);
      } else if (entry.value() instanceof Members members && !dotted) {
        environments.add(entry.name());
        members.entries().forEach(e -> setting(entry.name(), e.name(), e));
      } else {
        shared(entry);
      }
    }
    mistakes.check();
  }

  /** Whether a file is of this form: it has {@code _shared}, or an object for an environment. */
  static boolean is(Members file) {
    return file.find(SHARED).isPresent()
        || file.entries().stream().anyMatch(e -> e.value() instanceof Members);
  }

  List<Desired> of(String environment) {
    if (!environments.contains(environment)) {
      throw new DocumentException(
          "the file", "there is no environment '" + environment + "'; there are " + environments);
    }
    return new DottedForm(lines, immutables).of(environment);
  }

  /** Names what is not read of an environment, one line each. */
  List<String> ignored(String environment) {
    return others.stream()
        .filter(o -> o.environment().equals(Line.ANY) || o.environment().equals(environment))
        .map(o -> o.entry().at() + ": '" + o.entry().name() + "' says nothing of an alias, ignored")
        .toList();
  }

  private void shared(Entry entry) {
    Matcher m = SHARED_NAME.matcher(entry.name());
    if (m.matches()) {
      setting(m.group(1), m.group(2), entry);
    } else {
      other(Line.ANY, entry);
    }
  }

  private void other(String environment, Entry entry) {
    boolean known = environments.contains(environment);
    others.add(new Other(known ? environment : Line.ANY, entry));
  }

  private void setting(String environment, String name, Entry entry) {
    mistakes.in(
        () -> {
          Matcher alias = ALIAS.matcher(name);
          int dot = name.lastIndexOf('.');
          if (name.equals("immutable")) {
            immutables.put(environment, DottedForm.truth(entry));
          } else if (name.equals(ARTIFACTS) || name.startsWith(ARTIFACTS + ".")) {
            artifacts(environment, name, entry);
          } else if (dot > 0 && DottedForm.FIELD.matcher(name.substring(dot + 1)).matches()) {
            field(environment, name.substring(0, dot), name.substring(dot + 1), entry);
          } else if (alias.matches()) {
            field(environment, alias.group(1), alias.group(2), entry);
          } else if (name.contains("_version")) {
            throw unknown(entry);
          } else {
            other(environment, entry);
          }
        });
  }

  /** {@code artifacts.NAME.ALIAS}, with an object in place of any dot. */
  private void artifacts(String environment, String name, Entry entry) {
    String path = name.substring(Math.min(ARTIFACTS.length() + 1, name.length()));
    if (entry.value() instanceof Members members && !isShares(members)) {
      for (Entry inner : members.entries()) {
        String innerPath = path.isEmpty() ? inner.name() : path + "." + inner.name();
        mistakes.in(() -> artifacts(environment, ARTIFACTS + "." + innerPath, inner));
      }
      return;
    }
    int dot = path.lastIndexOf('.');
    if (dot <= 0) {
      throw unknown(entry);
    }
    field(environment, path.substring(0, dot), path.substring(dot + 1), entry);
  }

  private static boolean isShares(Members members) {
    return !members.entries().isEmpty()
        && members.entries().stream().allMatch(e -> SHARES.matcher(e.name()).matches());
  }

  private void field(String environment, String artifact, String last, Entry entry) {
    if (DottedForm.FIELD.matcher(last).matches()) {
      lines.add(DottedForm.line(entry, environment, artifact, last));
    } else if (last.contains("_version")) {
      throw unknown(entry);
    } else {
      lines.add(
          new Line(
              entry.at(),
              entry.name(),
              environment,
              artifact,
              last,
              Line.Field.WHOLE,
              entry.value()));
    }
  }

  private static DocumentException unknown(Entry entry) {
    return new DocumentException(
        entry.at(),
        "'"
            + entry.name()
            + "' is not known; write NAME.ALIAS in capitals, or artifacts.NAME.ALIAS_version1,"
            + " _version2 or _version2_percentage");
  }
}
