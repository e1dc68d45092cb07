package dev.versioned.internal.probe;

import dev.versioned.internal.Log;
import dev.versioned.maintenance.StoreExamination.Finding;
import dev.versioned.maintenance.StoreExamination.Outcome;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.BlobUpload;
import dev.versioned.spi.WriteResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * Examines a store of bytes with short texts in a folder of its own. A publisher may write there,
 * and remove what it wrote.
 */
final class BlobProbe {
  /** How often a race is run. */
  static final int ROUNDS = 4;

  private static final String FIRST = "written first";
  private static final String SECOND = "written second";
  private static final String OTHER_STORE =
      "use AWS, or a server that keeps S3's conditional writes: this one lets versions be"
          + " overwritten";

  private final BlobStore blobs;
  private final String folder;
  private final Supplier<String> ids;
  private final Set<BlobKey> written = ConcurrentHashMap.newKeySet();

  BlobProbe(BlobStore blobs, Supplier<String> ids) {
    this.blobs = blobs;
    this.folder = BlobKey.PROBES + ids.get() + "-";
    this.ids = ids;
  }

  /** Examines writes and copies one at a time. */
  List<Finding> alone() {
    try {
      return alone(write("first", FIRST), write("second", SECOND));
    } catch (BackendException e) {
      return List.of(Probing.refused("S3: write an object", Outcome.BROKEN, e));
    }
  }

  private List<Finding> alone(BlobInfo first, BlobInfo second) {
    Probing probing = new Probing();
    probing.must(
        "S3: PUT refuses to overwrite (If-None-Match)",
        OTHER_STORE,
        () -> unlessKept("first", create("first", SECOND, ids.get())));
    probing.must(
        "S3: multipart completion refuses to overwrite (If-None-Match)",
        OTHER_STORE,
        () -> {
          BlobInfo before = blobs.find(key("first")).orElse(first);
          WriteResult result = createInParts("first");
          BlobInfo after = blobs.find(key("first")).orElse(before);
          return unlessRefused(result, before.attemptId().equals(after.attemptId()));
        });
    probing.must(
        "S3: copy refuses a source that has changed (x-amz-copy-source-if-match)",
        "use AWS, or a server that keeps this condition: publishing $LATEST rests on it",
        () -> {
          BlobInfo stale =
              new BlobInfo(
                  second.key(),
                  second.sizeBytes(),
                  first.etag(),
                  second.attemptId(),
                  second.lastModified());
          return isWritten(copy(stale, "stale")) ? "the copy was made" : "";
        });
    probing.should(
        "S3: copy refuses to overwrite (If-None-Match)",
        "no action is needed if only the library writes under the prefix: it checks that the"
            + " key is free before it copies",
        () -> {
          WriteResult result = copy(second, "first");
          return result instanceof WriteResult.CopyUnsupported ? "" : unlessKept("first", result);
        });
    return probing.findings();
  }

  /** Examines races. */
  List<Finding> raced(Race race) {
    Probing probing = new Probing();
    probing.must(
        "S3: of racing PUTs one wins",
        OTHER_STORE,
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            String found = ofRace(race, "race-" + round);
            if (!found.isEmpty()) {
              return found;
            }
          }
          return "";
        });
    return probing.findings();
  }

  private String ofRace(Race race, String name) {
    List<String> holders =
        race.run(
            writer -> {
              String id = ids.get();
              WriteResult result = create(name, FIRST, id);
              return isWritten(result)
                  ? "won by " + id
                  : result instanceof WriteResult.Occupied taken
                      ? taken.blob().attemptId().equals(id)
                          ? "won by " + id // the reply to an earlier attempt was lost
                          : "lost to " + taken.blob().attemptId()
                      : "";
            });
    return Winners.judge(holders);
  }

  private BlobKey key(String name) {
    return new BlobKey(folder + name);
  }

  private BlobHeader header(String id) {
    return new BlobHeader("text/plain", "", id);
  }

  /** Writes a new key; nothing should refuse it. */
  private BlobInfo write(String name, String text) {
    String id = ids.get();
    WriteResult result = create(name, text, id);
    if (result instanceof WriteResult.Written now) {
      return now.blob();
    } else if (result instanceof WriteResult.Occupied taken
        && taken.blob().attemptId().equals(id)) {
      return taken.blob();
    }
    throw BackendException.permanentFailure(
        "Cannot examine the store: it refuses to write the new key " + key(name), null);
  }

  private WriteResult create(String name, String text, String id) {
    written.add(key(name));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return blobs.create(key(name), source(bytes), Digest.of(bytes), header(id));
  }

  private WriteResult createInParts(String name) {
    BlobSource part = source(SECOND.getBytes(StandardCharsets.UTF_8));
    try (BlobUpload upload = blobs.begin(key(name), header(ids.get()), part.sizeBytes())) {
      upload.put(part);
      return upload.complete();
    }
  }

  private WriteResult copy(BlobInfo source, String target) {
    WriteResult result = blobs.copy(source, key(target), header(ids.get()));
    if (isWritten(result)) {
      written.add(key(target));
    }
    return result;
  }

  private static BlobSource source(byte[] bytes) {
    CRC32C crc32c = new CRC32C();
    crc32c.update(bytes);
    return new BlobSource(
        bytes.length, (int) crc32c.getValue(), () -> new ByteArrayInputStream(bytes));
  }

  private static boolean isWritten(WriteResult result) {
    return result instanceof WriteResult.Written;
  }

  private String unlessKept(String name, WriteResult second) {
    return unlessRefused(second, FIRST.equals(read(name)));
  }

  private static String unlessRefused(WriteResult second, boolean intact) {
    boolean refused = !isWritten(second);
    if (!intact) {
      return refused
          ? "the server refused the write, but replaced the object anyway"
          : "the object was replaced";
    }
    return refused ? "" : "the server did not refuse it";
  }

  /** Returns the text, or an empty string if there is none. */
  private String read(String name) {
    try (InputStream bytes = blobs.open(key(name)).orElseGet(InputStream::nullInputStream)) {
      return new String(bytes.readNBytes(SECOND.length() + 1), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw BackendException.transientFailure("Cannot read " + key(name) + ": " + e, e);
    }
  }

  /** Removes what was written; what cannot be removed is logged. */
  void clean(Race race) {
    race.together(
        written.stream()
            .<Callable<Boolean>>map(
                key ->
                    () -> {
                      try {
                        blobs.delete(key);
                        return true;
                      } catch (BackendException e) {
                        Log.CLEANUP.debug("probe {} is left", key, e);
                        return false;
                      }
                    })
            .toList());
  }
}
