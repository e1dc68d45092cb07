package dev.versioned.cli.release;

import dev.versioned.AliasName;
import dev.versioned.ArtifactName;
import dev.versioned.Latest;
import dev.versioned.Target;
import dev.versioned.VersionNumber;
import dev.versioned.Weight;
import dev.versioned.cli.document.Document.Entry;
import dev.versioned.cli.document.Document.Kind;
import dev.versioned.cli.document.Document.Members;
import dev.versioned.cli.document.Document.Scalar;
import dev.versioned.cli.document.DocumentException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
  private static final String ANY = "*";
  private static final Pattern NAME =
      Pattern.compile(
          "([^.]+)\\.artifacts\\.(.+)\\.([A-Za-z0-9_-]+?)_(version1|version2|version2_percentage)");
  private static final Pattern IMMUTABLE = Pattern.compile("([^.]+)\\.immutable");

  /** Where versions may change under an alias unless the file says otherwise. */
  private static final Set<String> MUTABLE = Set.of("sbx", "tst");

  private final List<Line> lines = new ArrayList<>();
  private final List<Entry> immutables = new ArrayList<>();
  private final Scale scale;

  /** One name, taken apart. */
  private record Line(
      String at,
      String name,
      String environment,
      String artifact,
      String alias,
      String field,
      Scalar value) {

    boolean isFor(String env, String wanted) {
      return (environment.equals(env) || environment.equals(ANY))
          && (artifact.equals(wanted) || artifact.equals(ANY));
    }

    boolean isSameAs(Line other) {
      return environment.equals(other.environment)
          && artifact.equals(other.artifact)
          && alias.equals(other.alias)
          && field.equals(other.field);
    }

    int specificity() {
      return (environment.equals(ANY) ? 0 : 1) + (artifact.equals(ANY) ? 0 : 1);
    }
  }

  DottedForm(Members file) {
    for (Entry entry : file.entries()) {
      Matcher m = NAME.matcher(entry.name());
      if (IMMUTABLE.matcher(entry.name()).matches()) {
        immutables.add(entry);
      } else if (!m.matches()) {
        throw new DocumentException(
            entry.at(),
            "'"
                + entry.name()
                + "' is not known; write ENV.artifacts.NAME.ALIAS_version1, _version2 or"
                + " _version2_percentage, ENV.immutable, or the form that begins with"
                + " 'environments'");
      } else if (!(entry.value() instanceof Scalar value)) {
        throw new DocumentException(entry.value().at(), "a single value is wanted here");
      } else {
        add(
            new Line(
                entry.at(),
                entry.name(),
                m.group(1),
                m.group(2),
                aliasOf(m.group(3)),
                m.group(4),
                value));
      }
    }
    this.scale = Scale.of(lines);
  }

  private void add(Line line) {
    if (line.environment().contains(ANY) && !line.environment().equals(ANY)) {
      throw new DocumentException(
          line.at(), line.name() + ": * stands for a whole segment, and not for a part of one");
    }
    // Such as live_version1 beside LIVE_version1, which is the same alias.
    lines.stream()
        .filter(other -> other.isSameAs(line))
        .findFirst()
        .ifPresent(
            other -> {
              throw new DocumentException(
                  line.at(), line.name() + " is the same as " + other.name() + "; keep one");
            });
    lines.add(line);
  }

  List<Desired> of(String environment) {
    Set<String> artifacts = new LinkedHashSet<>();
    Set<String> aliases = new LinkedHashSet<>();
    for (Line line : lines) {
      if (line.environment().equals(environment) || line.environment().equals(ANY)) {
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
    boolean immutable = isImmutable(environment);
    List<Desired> wanted = new ArrayList<>();
    for (String artifact : artifacts) {
      for (String alias : aliases) {
        desired(environment, artifact, alias, immutable).ifPresent(wanted::add);
      }
    }
    return wanted;
  }

  private Optional<Desired> desired(
      String environment, String artifact, String alias, boolean immutable) {
    Optional<Line> first = find(environment, artifact, alias, "version1");
    Optional<Line> second =
        find(environment, artifact, alias, "version2").filter(DottedForm::isSet);
    if (first.isEmpty()) {
      second.ifPresent(
          line -> {
            throw new DocumentException(
                line.at(), line.name() + " stands without " + alias + "_version1");
          });
      return Optional.empty();
    }
    Line primary = first.get();
    ArtifactName name = NestedForm.at(primary.at(), () -> ArtifactName.parse(artifact));
    AliasName aliasName = NestedForm.at(primary.at(), () -> AliasName.parse(alias));
    SortedMap<VersionNumber, Weight> additional = new TreeMap<>();
    if (second.isPresent()) {
      Line canary = second.get();
      VersionNumber version =
          NestedForm.at(canary.at(), () -> VersionNumber.parse(canary.value().raw()));
      additional.put(
          version,
          find(environment, artifact, alias, "version2_percentage")
              .filter(DottedForm::isSet)
              .map(scale::weight)
              .orElseThrow(
                  () ->
                      new DocumentException(
                          canary.at(), canary.name() + " stands without its percentage")));
    }
    return Optional.of(
        new Desired(primary.at(), name, aliasName, choice(primary, immutable), additional));
  }

  private static Choice choice(Line line, boolean immutable) {
    if (!isSet(line)) {
      return immutable ? new Choice.Newest() : new Choice.Exactly(Latest.LATEST);
    }
    Target target = NestedForm.at(line.at(), () -> Target.parse(line.value().raw()));
    if (immutable && target == Latest.LATEST) {
      throw new DocumentException(
          line.at(),
          "this environment is immutable: "
              + line.name()
              + " cannot be $LATEST; write a version's number, or null for the newest version");
    }
    return new Choice.Exactly(target);
  }

  /** {@code live} is alias LIVE; a name with a capital letter is the alias itself. */
  private static String aliasOf(String written) {
    boolean lower = written.equals(written.toLowerCase(Locale.ROOT));
    return lower ? written.toUpperCase(Locale.ROOT) : written;
  }

  private static boolean isSet(Line line) {
    return line.value().kind() != Kind.NULL;
  }

  private Optional<Line> find(String environment, String artifact, String alias, String field) {
    Line best = null;
    for (Line line : lines) {
      if (!line.alias().equals(alias)
          || !line.field().equals(field)
          || !line.isFor(environment, artifact)) {
        continue;
      }
      if (best != null
          && best.specificity() == line.specificity()
          && !best.value().raw().equals(line.value().raw())) {
        if (isOverruled(environment, artifact, alias, field)) {
          continue;
        }
        throw new DocumentException(
            line.at(),
            best.name()
                + " and "
                + line.name()
                + " are equally specific and differ; add "
                + environment
                + ".artifacts."
                + artifact
                + "."
                + alias
                + "_"
                + field);
      }
      best = best == null || line.specificity() > best.specificity() ? line : best;
    }
    return Optional.ofNullable(best);
  }

  /** Whether a name without any {@code *} decides. */
  private boolean isOverruled(String environment, String artifact, String alias, String field) {
    return lines.stream()
        .anyMatch(
            l ->
                l.environment().equals(environment)
                    && l.artifact().equals(artifact)
                    && l.alias().equals(alias)
                    && l.field().equals(field));
  }

  private boolean isImmutable(String environment) {
    Boolean any = null;
    for (Entry entry : immutables) {
      if (!(entry.value() instanceof Scalar value) || value.kind() != Kind.TRUTH) {
        throw new DocumentException(entry.at(), entry.name() + " must be true or false");
      }
      boolean truth = value.raw().equalsIgnoreCase("true");
      if (entry.name().equals(environment + ".immutable")) {
        return truth;
      } else if (entry.name().equals(ANY + ".immutable")) {
        any = truth;
      }
    }
    return any == null ? !MUTABLE.contains(environment) : any;
  }

  /**
   * How percentages are written. Numbers below 1 are fractions, as in Lambda's API, and numbers
   * over 1 can only be of 100. Where one file has both, or a number is 1, nobody can tell.
   *
   * @param hundred where the file has a number over 1
   */
  private record Scale(Optional<Line> hundred) {
    /** More would be shown as so many zeros. */
    private static final int MOST_DIGITS = 100;

    static Scale of(List<Line> lines) {
      return new Scale(
          lines.stream()
              .filter(l -> l.field().equals("version2_percentage"))
              .filter(l -> l.value().kind() == Kind.NUMBER)
              .filter(l -> number(l).compareTo(BigDecimal.ONE) > 0)
              .findFirst());
    }

    private static BigDecimal number(Line line) {
      return NestedForm.at(
          line.at(),
          () -> {
            try {
              BigDecimal number = new BigDecimal(line.value().raw());
              if (Math.abs((long) number.scale()) <= MOST_DIGITS) {
                return number;
              }
              throw new NumberFormatException();
            } catch (NumberFormatException e) {
              throw new IllegalArgumentException(
                  "'" + line.value().raw() + "' is not a decimal number", e);
            }
          });
    }

    Weight weight(Line line) {
      if (line.value().kind() != Kind.NUMBER) {
        return NestedForm.at(line.at(), () -> Weight.parse(line.value().raw()));
      }
      BigDecimal number = number(line);
      int toOne = number.compareTo(BigDecimal.ONE);
      if (number.signum() > 0 && (toOne == 0 || (toOne < 0 && hundred.isPresent()))) {
        throw new DocumentException(
            line.at(),
            line.name()
                + " is "
                + line.value().raw()
                + ", which can be meant as "
                + plain(number.movePointRight(2))
                + "% (0 to 1) or as "
                + plain(number)
                + "% (0 to 100)"
                + (toOne == 0 ? "" : ", since " + hundred.orElseThrow().at() + " is of 0 to 100")
                + "; write \""
                + plain(number.movePointRight(2))
                + "%\" or \""
                + plain(number)
                + "%\"");
      }
      // By its digits: a double would round what is no whole basis point.
      BigDecimal percent = toOne < 0 ? number.movePointRight(2) : number;
      return NestedForm.at(line.at(), () -> Weight.parse(percent + "%"));
    }

    private static String plain(BigDecimal number) {
      return number.stripTrailingZeros().toPlainString();
    }
  }
}
