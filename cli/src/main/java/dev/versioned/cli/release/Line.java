package dev.versioned.cli.release;

import dev.versioned.cli.document.Document.Kind;
import dev.versioned.cli.document.Document.Scalar;
import dev.versioned.cli.document.Document.Value;
import dev.versioned.cli.document.DocumentException;
import java.util.Locale;

/**
 * One name of the flat form, taken apart.
 *
 * @param at where it is
 * @param name as it is written
 * @param environment an environment, or * for any
 * @param artifact an artifact, or * for any
 * @param alias the alias
 * @param field what of the alias
 * @param value what it is to be
 */
record Line(
    String at,
    String name,
    String environment,
    String artifact,
    String alias,
    Field field,
    Value value) {

  /** Stands for any environment, or any artifact. */
  static final String ANY = "*";

  /** The fields of an alias. */
  enum Field {
    VERSION1,
    VERSION2,
    VERSION2_PERCENTAGE,
    /** All at once: the version, or the share of each. */
    WHOLE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Line {
    if (environment.contains(ANY) && !environment.equals(ANY)) {
      throw new DocumentException(
          at, name + ": * stands for a whole segment, and not for a part of one");
    }
    if (field != Field.WHOLE && !(value instanceof Scalar)) {
      throw new DocumentException(value.at(), "a single value is wanted here");
    }
  }

  /** {@code live} is alias LIVE; a name with a capital letter is the alias itself. */
  static String aliasOf(String written) {
    boolean lower = written.equals(written.toLowerCase(Locale.ROOT));
    return lower ? written.toUpperCase(Locale.ROOT) : written;
  }

  boolean isFor(String env, String wanted) {
    return isFor(env) && (artifact.equals(wanted) || artifact.equals(ANY));
  }

  boolean isFor(String env) {
    return environment.equals(env) || environment.equals(ANY);
  }

  boolean isOf(String wantedAlias, Field wantedField) {
    return alias.equals(wantedAlias) && field == wantedField;
  }

  boolean isSameAs(Line other) {
    return environment.equals(other.environment)
        && artifact.equals(other.artifact)
        && isOf(other.alias, other.field);
  }

  /** Whether another one, of other words, wants the same. */
  boolean agreesWith(Line other) {
    return value instanceof Scalar one
        && other.value instanceof Scalar two
        && one.raw().equals(two.raw());
  }

  int specificity() {
    return (environment.equals(ANY) ? 0 : 1) + (artifact.equals(ANY) ? 0 : 1);
  }

  /** The value of every field but {@link Field#WHOLE}. */
  Scalar scalar() {
    if (value instanceof Scalar scalar) {
      return scalar;
    }
    throw new DocumentException(value.at(), "a single value is wanted here");
  }

  boolean isSet() {
    return !(value instanceof Scalar scalar && scalar.kind() == Kind.NULL);
  }
}
