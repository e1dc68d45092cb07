package dev.versioned.cli.release;

import static dev.versioned.cli.release.Line.ANY;

import dev.versioned.cli.document.Document.Entry;
import dev.versioned.cli.document.Document.Kind;
import dev.versioned.cli.document.Document.Members;
import dev.versioned.cli.document.Document.Scalar;
import dev.versioned.cli.document.DocumentException;
import dev.versioned.cli.release.Line.Field;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Latest;
import dev.versioned.model.Target;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form that AWS teams keep: flat names such as {@code prd.artifacts.checkout.live_version1}. A
 * segment {@code *} stands for any environment or any artifact, and the most specific name wins.
 */
final class DottedForm {
  /** An alias and its field, as the last segment of a name. */
  static final Pattern FIELD =
      Pattern.compile("([A-Za-z0-9_-]+?)_(version1|version2|version2_percentage)");

  private static final Pattern NAME =
      Pattern.compile("([^.]+)\\.artifacts\\.(.+)\\.(" + FIELD.pattern() + ")");
  private static final Pattern IMMUTABLE = Pattern.compile("([^.]+)\\.immutable");

  /** Environments that are mutable unless the file says otherwise. */
  private static final Set<String> MUTABLE = Set.of("sbx", "tst");

  private final List<Line> lines;
  private final Map<String, Boolean> immutables;
  private final Shares shares;

  /** Makes the form of parsed names. */
  DottedForm(List<Line> lines, Map<String, Boolean> immutables) {
    this.lines = lines;
    this.immutables = immutables;
    this.shares = Shares.of(lines);
    Mistakes mistakes = new Mistakes();
    for (int i = 1; i < lines.size(); i++) {
      Line line = lines.get(i);
      List<Line> before = lines.subList(0, i);
      mistakes.in(() -> checkNew(line, before));
    }
    mistakes.check();
  }

  static DottedForm of(Members file) {
    List<Line> lines = new ArrayList<>();
    Map<String, Boolean> immutables = new TreeMap<>();
    Mistakes mistakes = new Mistakes();
    for (Entry entry : file.entries()) {
      mistakes.in(
          () -> {
            Matcher immutable = IMMUTABLE.matcher(entry.name());
            Matcher m = NAME.matcher(entry.name());
            if (immutable.matches()) {
              immutables.put(immutable.group(1), truth(entry));
            } else if (m.matches()) {
              lines.add(line(entry, m.group(1), m.group(2), m.group(3)));
            } else {
              throw unknown(entry);
            }
          });
    }
    mistakes.check();
    return new DottedForm(lines, immutables);
  }

  /** Makes a line of a name whose last segment is an alias and its field. */
  static Line line(Entry entry, String environment, String artifact, String last) {
    Matcher m = FIELD.matcher(last);
    if (!m.matches()) {
      throw unknown(entry);
    }
    return new Line(
        entry.at(),
        entry.name(),
        environment,
        artifact,
        Line.aliasOf(m.group(1)),
        Field.valueOf(m.group(2).toUpperCase(Locale.ROOT)),
        entry.value());
  }

  static boolean truth(Entry entry) {
    if (entry.value() instanceof Scalar value && value.kind() == Kind.TRUTH) {
      return value.raw().equalsIgnoreCase("true");
    }
    throw new DocumentException(entry.at(), entry.name() + " must be true or false");
  }

  static DocumentException unknown(Entry entry) {
    return new DocumentException(
        entry.at(),
        "'"
            + entry.name()
            + "' is not known; write ENV.artifacts.NAME.ALIAS_version1, _version2 or"
            + " _version2_percentage, ENV.immutable, or the form that begins with"
            + " 'environments'");
  }

  /** Refuses names of the same alias, such as live_version1 and LIVE_version1. */
  private static void checkNew(Line line, List<Line> before) {
    before.stream()
        .filter(line::isSameAs)
        .findFirst()
        .ifPresent(
            other -> {
              throw new DocumentException(
                  line.at(), line.name() + " is the same as " + other.name() + "; keep one");
            });
  }

  List<Desired> of(String environment) {
    Set<String> artifacts = new LinkedHashSet<>();
    Set<String> aliases = new LinkedHashSet<>();
    for (Line line : lines) {
      if (line.isFor(environment)) {
        aliases.add(line.alias());
        if (!line.artifact().equals(ANY)) {
          artifacts.add(line.artifact());
        }
      }
    }
    if (artifacts.isEmpty()) {
      throw new DocumentException(
          lines.isEmpty() ? "the file" : lines.get(0).at(),
          "no artifact is named for environment '"
              + environment
              + "'; * is a default for those that are");
    }
    List<Desired> wanted = new ArrayList<>();
    Mistakes mistakes = new Mistakes();
    for (String artifact : artifacts) {
      for (String alias : aliases) {
        mistakes.in(() -> desired(environment, artifact, alias).ifPresent(wanted::add));
      }
    }
    mistakes.check();
    return wanted;
  }

  private Optional<Desired> desired(String environment, String artifact, String alias) {
    Optional<Line> whole = find(environment, artifact, alias, Field.WHOLE);
    Optional<Line> first = find(environment, artifact, alias, Field.VERSION1);
    Optional<Line> second = find(environment, artifact, alias, Field.VERSION2).filter(Line::isSet);
    if (whole.isPresent()) {
      first
          .or(() -> second)
          .ifPresent(
              line -> {
                throw new DocumentException(
                    line.at(),
                    line.name()
                        + " and "
                        + whole.get().name()
                        + " are two ways to say what "
                        + artifact
                        + ":"
                        + alias
                        + " points to; keep one");
              });
      return Optional.of(whole(whole.get(), environment, artifact));
    }
    if (first.isEmpty()) {
      second.ifPresent(
          line -> {
            throw new DocumentException(
                line.at(), line.name() + " stands without " + alias + "_version1");
          });
      return Optional.empty();
    }
    Line primary = first.get();
    SortedMap<VersionNumber, Weight> additional = new TreeMap<>();
    Optional<Weight> newest = Optional.empty();
    if (second.isPresent()) {
      Line canary = second.get();
      Weight weight =
          find(environment, artifact, alias, Field.VERSION2_PERCENTAGE)
              .filter(Line::isSet)
              .map(shares::weight)
              .orElseThrow(
                  () ->
                      new DocumentException(
                          canary.at(), canary.name() + " stands without its percentage"));
      if (canary.scalar().raw().equals(NestedForm.NEWEST)) {
        newest = Optional.of(weight);
      } else {
        additional.put(
            NestedForm.at(canary.at(), () -> VersionNumber.parse(canary.scalar().raw())), weight);
      }
    }
    return Optional.of(
        desired(primary, artifact, choice(primary, isImmutable(environment)), additional, newest));
  }

  private static Desired desired(
      Line line,
      String artifact,
      Choice primary,
      SortedMap<VersionNumber, Weight> additional,
      Optional<Weight> newest) {
    return new Desired(
        line.at(),
        NestedForm.at(line.at(), () -> ArtifactName.parse(artifact)),
        NestedForm.at(line.at(), () -> AliasName.parse(line.alias())),
        primary,
        additional,
        newest);
  }

  private Desired whole(Line line, String environment, String artifact) {
    if (line.value() instanceof Members members) {
      Map<VersionNumber, Weight> all = Shares.all(members, artifact + ":" + line.alias());
      VersionNumber primary = Shares.largest(members, all);
      SortedMap<VersionNumber, Weight> additional = new TreeMap<>(all);
      additional.remove(primary);
      return desired(line, artifact, new Choice.Exactly(primary), additional, Optional.empty());
    }
    return desired(
        line, artifact, choice(line, isImmutable(environment)), new TreeMap<>(), Optional.empty());
  }

  private static Choice choice(Line line, boolean immutable) {
    if (!line.isSet()) {
      return immutable ? new Choice.Newest() : new Choice.Exactly(Latest.LATEST);
    }
    String written = line.scalar().raw();
    if (written.equals(NestedForm.NEWEST)) {
      return new Choice.Newest();
    }
    Target target = NestedForm.at(line.at(), () -> Target.parse(written));
    if (immutable && target == Latest.LATEST) {
      throw new DocumentException(
          line.at(),
          "this environment is immutable: "
              + line.name()
              + " cannot be $LATEST; write a version's number, or newest");
    }
    return new Choice.Exactly(target);
  }

  private Optional<Line> find(String environment, String artifact, String alias, Field field) {
    Line best = null;
    for (Line line : lines) {
      if (!line.isOf(alias, field) || !line.isFor(environment, artifact)) {
        continue;
      }
      if (best != null && best.specificity() == line.specificity() && !best.agreesWith(line)) {
        if (isOverruled(environment, artifact, alias, field)) {
          continue;
        }
        throw new DocumentException(
            line.at(),
            best.name()
                + " and "
                + line.name()
                + " are equally specific and differ; say it for environment "
                + environment
                + " and artifact "
                + artifact
                + " itself");
      }
      best = best == null || line.specificity() > best.specificity() ? line : best;
    }
    return Optional.ofNullable(best);
  }

  /** Whether a name without any {@code *} decides. */
  private boolean isOverruled(String environment, String artifact, String alias, Field field) {
    return lines.stream()
        .anyMatch(
            l ->
                l.environment().equals(environment)
                    && l.artifact().equals(artifact)
                    && l.isOf(alias, field));
  }

  private boolean isImmutable(String environment) {
    Boolean any = immutables.getOrDefault(ANY, !MUTABLE.contains(environment));
    return immutables.getOrDefault(environment, any);
  }
}
