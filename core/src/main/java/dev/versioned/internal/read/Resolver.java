package dev.versioned.internal.read;

import dev.versioned.internal.Kinds;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.trust.AliasTrust;
import dev.versioned.internal.trust.VersionTrust;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Latest;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Overrides;
import dev.versioned.model.Qualifier;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Consistency;
import java.util.Optional;

/** Resolves qualifiers to versions. */
public final class Resolver {
  private static final String RESOLVE = "resolve";
  private static final String ROUTE = "route by";

  private final Catalog catalog;
  private final VersionTrust trust;
  private final AliasTrust aliasTrust;
  private final StoredOverrides stored;

  public Resolver(Catalog catalog, VersionTrust trust, AliasTrust aliasTrust) {
    this.catalog = catalog;
    this.trust = trust;
    this.aliasTrust = aliasTrust;
    this.stored = new StoredOverrides(catalog);
  }

  /** Returns where the blobs of the versions are stored. */
  public String place() {
    return catalog.place();
  }

  /** Returns the check of aliases against the reader's policy. */
  public AliasTrust aliasTrust() {
    return aliasTrust;
  }

  /** Returns the check of versions against the reader's policy. */
  public VersionTrust trust() {
    return trust;
  }

  /**
   * Finds what a qualifier names; of an alias, its primary version, as Lambda's GetFunction does.
   */
  public Optional<Version> find(ArtifactName artifact, Qualifier qualifier) {
    Optional<Version> found = look(artifact, qualifier);
    found.ifPresent(version -> trust.check(RESOLVE, version));
    return found;
  }

  private Optional<Version> look(ArtifactName artifact, Qualifier qualifier) {
    if (qualifier instanceof VersionNumber number) {
      return findActive(artifact, number);
    } else if (qualifier instanceof AliasName name) {
      return findTrusted(RESOLVE, artifact, name).flatMap(alias -> primary(artifact, alias));
    } else if (qualifier instanceof Latest) {
      return catalog.latest(artifact).latest();
    }
    throw new IllegalArgumentException("Cannot find " + qualifier + ": it is no known qualifier");
  }

  public Version resolve(ArtifactName artifact, Qualifier qualifier) {
    if (qualifier instanceof AliasName name) {
      Alias alias =
          findTrusted(RESOLVE, artifact, name).orElseThrow(() -> notFound(artifact, qualifier));
      Version version = primary(artifact, alias).orElseThrow(() -> nothingLatest(artifact, alias));
      trust.check(RESOLVE, version);
      return version;
    }
    return find(artifact, qualifier).orElseThrow(() -> notFound(artifact, qualifier));
  }

  private Optional<Version> primary(ArtifactName artifact, Alias alias) {
    return alias.routing().primary() instanceof VersionNumber number
        ? Optional.ofNullable(alias.versions().get(number))
        : look(artifact, Latest.LATEST);
  }

  /** An alias that exists, on a working copy or version that does not exist. */
  private static NotFoundException nothingLatest(ArtifactName artifact, Alias alias) {
    return new NotFoundException(
        "Cannot resolve "
            + artifact
            + ":"
            + alias.name()
            + ": the alias points to "
            + alias.routing().primary()
            + ", and the artifact has no working copy and no version that is not deleted; put or"
            + " publish content, or restore a version",
        NotFoundException.Subject.ARTIFACT);
  }

  /** Reads an alias that traffic follows; each of its versions must be trusted. */
  public Optional<Alias> findAliasToRoute(
      ArtifactName artifact, AliasName name, Consistency consistency) {
    Optional<Alias> found = findTrusted(ROUTE, artifact, name, consistency);
    found.ifPresent(alias -> trust.check(ROUTE, alias.versions().values()));
    return found;
  }

  /** Checks that traffic may follow an alias, and the version that is {@code $LATEST} for it. */
  public void checkToRoute(AliasEntry.Present entry, Optional<Version> latest) {
    aliasTrust.check(ROUTE, entry, aliasTrust.newest(entry.artifact(), entry.name()));
    trust.check(ROUTE, entry.alias().versions().values());
    latest.ifPresent(version -> trust.check(ROUTE, version));
  }

  private Optional<Alias> findTrusted(String verb, ArtifactName artifact, AliasName name) {
    return findTrusted(verb, artifact, name, Consistency.STRONG);
  }

  private Optional<Alias> findTrusted(
      String verb, ArtifactName artifact, AliasName name, Consistency consistency) {
    Optional<AliasEntry.Present> before = aliasTrust.newest(artifact, name);
    Optional<AliasEntry.Present> found =
        catalog.findAlias(artifact, name, consistency).flatMap(AliasEntry::present);
    // rule: eventual-read-finds-no-deletion-and-no-replay
    if (consistency == Consistency.EVENTUAL && looksBack(found, before)) {
      found = catalog.findAlias(artifact, name).flatMap(AliasEntry::present);
    }
    found.ifPresent(entry -> aliasTrust.check(verb, entry, before));
    return found.map(AliasEntry.Present::alias);
  }

  /** Returns whether a read shows less than was known before it: it may just be late. */
  private static boolean looksBack(
      Optional<AliasEntry.Present> found, Optional<AliasEntry.Present> before) {
    return found.isEmpty()
        || before.filter(known -> found.get().alias().isOlderThan(known.alias())).isPresent();
  }

  public Optional<Alias> findAlias(ArtifactName artifact, AliasName name) {
    return catalog
        .findAlias(artifact, name)
        .flatMap(AliasEntry::present)
        .map(AliasEntry.Present::alias);
  }

  /**
   * Reads the overrides that are in force for an alias.
   *
   * @param consistency of the first read; a second one is strong
   */
  public Overrides overrides(Alias alias, Consistency consistency) {
    return stored.of(alias, consistency);
  }

  private Optional<Version> findActive(ArtifactName artifact, VersionNumber number) {
    return catalog.findVersion(artifact, number).flatMap(VersionEntry::active);
  }

  private NotFoundException notFound(ArtifactName artifact, Qualifier qualifier) {
    if (qualifier instanceof VersionNumber number) {
      return MissingVersion.noVersion(
          RESOLVE, artifact, number, catalog.findVersion(artifact, number));
    } else if (qualifier instanceof AliasName) {
      return new NotFoundException(
          "Cannot resolve " + artifact + ":" + qualifier + ": there is no such alias",
          NotFoundException.Subject.ALIAS);
    } else if (qualifier instanceof Latest) {
      return new NotFoundException(
          "Cannot resolve "
              + artifact
              + ":$LATEST: there is no working copy, and no version that is not deleted",
          NotFoundException.Subject.ARTIFACT);
    }
    throw Kinds.unknown(qualifier);
  }
}
