package dev.versioned;

import dev.versioned.internal.Kinds;
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
    } else if (qualifier instanceof Latest) {
      return catalog.latest(artifact).latest();
    }
    throw new IllegalArgumentException("Cannot find " + qualifier + ": it is no known qualifier");
  }

  Version resolve(ArtifactName artifact, Qualifier qualifier) {
    if (qualifier instanceof AliasName name) {
      Alias alias = findAlias(artifact, name).orElseThrow(() -> notFound(artifact, qualifier));
      return primary(artifact, alias).orElseThrow(() -> nothingLatest(artifact, alias));
    }
    return find(artifact, qualifier).orElseThrow(() -> notFound(artifact, qualifier));
  }

  private Optional<Version> primary(ArtifactName artifact, Alias alias) {
    return alias.routing().primary() instanceof VersionNumber number
        ? Optional.ofNullable(alias.versions().get(number))
        : find(artifact, Latest.LATEST);
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
    } else if (qualifier instanceof Latest) {
      return new NotFoundException(
          "Cannot resolve "
              + artifact
              + ":$LATEST: there is no working copy, and no version that is not deleted",
          NotFoundException.Subject.ARTIFACT);
    }
    throw Kinds.unknown(qualifier);
  }

  /** Says why a version number does not stand for a version that can be used. */
  static NotFoundException noVersion(
      String verb, ArtifactName artifact, VersionNumber number, Optional<VersionEntry> entry) {
    return new NotFoundException(
        "Cannot " + verb + " " + artifact + ":" + number + ": " + whyNot(entry),
        NotFoundException.Subject.VERSION);
  }

  /** Says why what a number stands for cannot be used, though it could be just now. */
  static String whyNot(Optional<VersionEntry> entry) {
    if (entry.isPresent() && entry.get() instanceof VersionEntry.Committed committed) {
      return switch (committed.state()) {
        case ACTIVE -> "the version was restored just now; try again";
        case DELETED ->
            "the version was deleted at " + committed.stateChangedAt() + "; restore it first";
        case EXPIRED -> "the version was deleted, and its bytes have been removed";
      };
    } else if (entry.isPresent() && entry.get() instanceof VersionEntry.GivenUp) {
      return "there is no such version; its number was given up, since its key held an object of"
          + " another writer";
    }
    return entry.isPresent() && entry.get() instanceof VersionEntry.SetAside aside
        ? "its record could not be read, and was set aside at " + aside.at()
        : "there is no such version";
  }

  InputStream open(Version version) {
    InputStream bytes = blobs.open(version.key()).orElseThrow(() -> bytesGone(version));
    String what = "read " + version;
    return new VerifiedStream(
        bytes, version.digest(), version.sizeBytes(), what, LeastRate.of(what, settings));
  }

  /**
   * Says why the bytes of a version are not in the store. A version that was deleted or replaced
   * since it was resolved is not found; one whose record says that it has its bytes is corrupt.
   */
  ArtifactException bytesGone(Version version) {
    boolean removed =
        version.id() instanceof VersionNumber number
            ? catalog
                .findVersion(version.artifact(), number)
                .map(entry -> !hasBytes(entry, version))
                .orElse(true)
            : catalog
                .findLatest(version.artifact())
                .map(copy -> !copy.version().key().equals(version.key()))
                .orElse(true);
    // rule: missing-bytes-are-corrupt-content
    if (removed) {
      return new NotFoundException(
          "Cannot read "
              + version
              + ": its bytes are not in the store; it was deleted, or"
              + " replaced, since it was resolved",
          NotFoundException.Subject.VERSION);
    }
    return new CorruptContentException(
        "Cannot read "
            + version
            + ": its object "
            + version.key()
            + " is missing from the store, and its record says that it has its bytes; bring the"
            + " object back, or publish the content again",
        version.digest(),
        Digest.of(new byte[0]),
        null);
  }

  private static boolean hasBytes(VersionEntry entry, Version version) {
    return entry instanceof VersionEntry.Committed committed
        && committed.state() != VersionState.EXPIRED
        && committed.version().key().equals(version.key());
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
