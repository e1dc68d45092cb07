package dev.versioned;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.spi.AliasEntry;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.VersionEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Resolves qualifiers, and reads bytes verified. */
final class Reader {
  private final BlobStore blobs;
  private final Catalog catalog;
  private final RepositorySettings settings;

  Reader(BlobStore blobs, Catalog catalog, RepositorySettings settings) {
    this.blobs = blobs;
    this.catalog = catalog;
    this.settings = settings;
  }

  /**
   * Finds what a qualifier names; of an alias, its primary version, as Lambda's GetFunction does.
   */
  Optional<Version> find(ArtifactName artifact, Qualifier qualifier) {
    if (qualifier instanceof VersionNumber number) {
      return findActive(artifact, number);
    } else if (qualifier instanceof AliasName name) {
      return findAlias(artifact, name).flatMap(alias -> primary(artifact, alias));
    }
    return catalog.latest(artifact).latest();
  }

  Version resolve(ArtifactName artifact, Qualifier qualifier) {
    return find(artifact, qualifier).orElseThrow(() -> notFound(artifact, qualifier));
  }

  private Optional<Version> primary(ArtifactName artifact, Alias alias) {
    return alias.routing().primary() instanceof VersionNumber number
        ? Optional.ofNullable(alias.versions().get(number))
        : find(artifact, Latest.LATEST);
  }

  Optional<Alias> findAlias(ArtifactName artifact, AliasName name) {
    return catalog
        .findAlias(artifact, name)
        .flatMap(Listing::present)
        .map(AliasEntry.Present::alias);
  }

  private Optional<Version> findActive(ArtifactName artifact, VersionNumber number) {
    return catalog
        .findVersion(artifact, number)
        .flatMap(entry -> Listing.committed(entry, VersionState.ACTIVE));
  }

  private NotFoundException notFound(ArtifactName artifact, Qualifier qualifier) {
    if (qualifier instanceof VersionNumber number) {
      return noVersion("resolve", artifact, number, catalog.findVersion(artifact, number));
    } else if (qualifier instanceof AliasName) {
      return new NotFoundException(
          "Cannot resolve " + artifact + ":" + qualifier + ": there is no such alias",
          NotFoundException.Subject.ALIAS);
    }
    return new NotFoundException(
        "Cannot resolve " + artifact + ":$LATEST: nothing was put or published yet",
        NotFoundException.Subject.ARTIFACT);
  }

  /** Says why a version number does not stand for a version that can be used. */
  static NotFoundException noVersion(
      String verb, ArtifactName artifact, VersionNumber number, Optional<VersionEntry> entry) {
    String reason = "there is no such version";
    if (entry.isPresent() && entry.get() instanceof VersionEntry.Committed committed) {
      reason =
          committed.state() == VersionState.DELETED
              ? "the version was deleted at " + committed.stateChangedAt() + "; restore it first"
              : "the version was deleted, and its bytes have been removed";
    }
    return new NotFoundException(
        "Cannot " + verb + " " + artifact + ":" + number + ": " + reason,
        NotFoundException.Subject.VERSION);
  }

  InputStream open(Version version) {
    InputStream bytes = blobs.open(version.key()).orElseThrow(() -> bytesGone(version));
    String what = "read " + version;
    return new VerifiedStream(
        bytes, version.digest(), version.sizeBytes(), what, LeastRate.of(what, settings));
  }

  static NotFoundException bytesGone(Version version) {
    return new NotFoundException(
        "Cannot read "
            + version
            + ": its bytes are not in the store; it was deleted, or"
            + " replaced, since it was resolved",
        NotFoundException.Subject.VERSION);
  }

  byte[] readBytes(Version version) {
    try (InputStream in = open(version)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw broken("read " + version, e);
    }
  }

  static BackendException broken(String what, IOException e) {
    return BackendException.passing("Cannot " + what + ": the bytes broke off: " + e, e);
  }
}
