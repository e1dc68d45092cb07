package dev.versioned.cache;

import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The files of a directory that have been verified, as often as the cache is set to. */
final class VerifiedFiles {
  private final CacheDirectory directory;
  private final Verification verification;
  private final Set<Digest> verified = ConcurrentHashMap.newKeySet();

  VerifiedFiles(CacheDirectory directory, Verification verification) {
    this.directory = directory;
    this.verification = verification;
  }

  /** Finds a version's file; empty if it does not exist or has other bytes. */
  Optional<Path> find(Version version) throws IOException {
    Digest digest = version.digest();
    Optional<Long> sizeBytes = directory.touch(digest);
    if (sizeBytes.isEmpty()) {
      return Optional.empty();
    }
    Path path = directory.path(digest);
    boolean trusted =
        verification == Verification.SIZE
            || (verification == Verification.FIRST_FETCH && verified.contains(digest));
    boolean whole = sizeBytes.get() == version.sizeBytes();
    if ((whole && trusted) || hasDigest(path, digest)) {
      verified.add(digest);
      // rule: right-file-of-a-wrong-record-stays
      if (!whole) {
        // It may be another version's, whose record is right: it stays.
        throw new CorruptContentException(
            "Cannot fetch "
                + version
                + ": its bytes are "
                + sizeBytes.get()
                + ", not "
                + version.sizeBytes()
                + " as recorded; run fsck",
            digest,
            digest,
            null);
      }
      return Optional.of(path);
    }
    verified.remove(digest);
    return Optional.empty();
  }

  /** Notes that a file has just been downloaded, and thereby verified. */
  void add(Digest digest) {
    verified.add(digest);
  }

  private static boolean hasDigest(Path path, Digest digest) throws IOException {
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      return Digest.of(in).equals(digest);
    }
  }
}
