package dev.versioned.cli;

import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.AttestationRefusedException;
import dev.versioned.model.BackendException;
import dev.versioned.model.ContentTooLargeException;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.IdempotencyKeyReusedException;
import dev.versioned.model.MoveRefusedException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.UnsafeArchiveException;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.VersionInUseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An error as the command reports it: the only class that maps errors to exit codes.
 *
 * @param code its stable name
 * @param exit the exit code of the process
 * @param message one line
 * @param fields further details, by stable names
 */
record Problem(String code, ExitCode exit, String message, Map<String, Object> fields) {

  static Problem usage(String message) {
    return new Problem("USAGE", ExitCode.USAGE, oneLine(message), Map.of());
  }

  static Problem of(Throwable thrown) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (thrown instanceof ArtifactException e) {
      Problem problem = of(e, fields);
      fields.put("lambdaError", e.lambdaErrorName());
      return problem;
    } else if (thrown instanceof IllegalArgumentException) {
      return usage(String.valueOf(thrown.getMessage()));
    } else if (thrown instanceof UncheckedIOException || thrown instanceof IOException) {
      Throwable inside = thrown.getCause();
      Throwable cause = inside instanceof IOException ? inside : thrown;
      return new Problem("IO", ExitCode.FAILED, ofIo(thrown, cause), fields);
    }
    return new Problem("INTERNAL", ExitCode.FAILED, oneLine(thrown.toString()), fields);
  }

  private static Problem of(ArtifactException thrown, Map<String, Object> fields) {
    String message = oneLine(String.valueOf(thrown.getMessage()));
    if (thrown instanceof NotFoundException e) {
      fields.put("subject", e.subject().name());
      return new Problem("NOT_FOUND", ExitCode.NOT_FOUND, message, fields);
    } else if (thrown instanceof RevisionConflictException e) {
      fields.put("expectedRevision", e.expected());
      fields.put("actualRevision", e.actual());
      return new Problem("REVISION_CONFLICT", ExitCode.CONFLICT, message, fields);
    } else if (thrown instanceof VersionInUseException e) {
      fields.put("aliases", e.aliases().stream().map(Object::toString).sorted().toList());
      return new Problem("VERSION_IN_USE", ExitCode.CONFLICT, message, fields);
    } else if (thrown instanceof MoveRefusedException e) {
      fields.put("reason", e.reason().name());
      return new Problem("MOVE_REFUSED", ExitCode.CONFLICT, message, fields);
    } else if (thrown instanceof AlreadyExistsException e) {
      fields.put("existing", e.existing());
      return new Problem("ALREADY_EXISTS", ExitCode.CONFLICT, message, fields);
    } else if (thrown instanceof IdempotencyKeyReusedException e) {
      fields.put("idempotencyKey", e.idempotencyKey().value());
      e.version().ifPresent(version -> fields.put("version", version.toString()));
      return new Problem("IDEMPOTENCY_KEY_REUSED", ExitCode.CONFLICT, message, fields);
    } else if (thrown instanceof CorruptContentException e) {
      fields.put("expectedDigest", e.expected().toString());
      fields.put("actualDigest", e.actual().toString());
      return new Problem("CORRUPT_CONTENT", ExitCode.INTEGRITY, message, fields);
    } else if (thrown instanceof UnreadableRecordException e) {
      fields.put("record", e.record());
      return new Problem("UNREADABLE_RECORD", ExitCode.INTEGRITY, message, fields);
    } else if (thrown instanceof UntrustedVersionException e) {
      fields.put("reason", e.reason().name());
      return new Problem("UNTRUSTED_VERSION", ExitCode.INTEGRITY, message, fields);
    } else if (thrown instanceof AttestationRefusedException e) {
      fields.put("reason", e.reason().name());
      return new Problem("ATTESTATION_REFUSED", ExitCode.FAILED, message, fields);
    } else if (thrown instanceof UnknownOutcomeException e) {
      e.idempotencyKey().ifPresent(key -> fields.put("idempotencyKey", key.value()));
      return new Problem("UNKNOWN_OUTCOME", ExitCode.UNKNOWN, message, fields);
    } else if (thrown instanceof BackendException e) {
      fields.put("retryable", e.isRetryable());
      Optional<String> aws = AwsSentence.of(e).map(Problem::oneLine);
      aws.ifPresent(sentence -> fields.put("awsMessage", sentence));
      return new Problem(
          "BACKEND",
          ExitCode.FAILED,
          message + aws.map(sentence -> "; AWS: " + sentence).orElse(""),
          fields);
    } else if (thrown instanceof ContentTooLargeException e) {
      fields.put("recordedBytes", e.recordedBytes());
      fields.put("limitBytes", e.limitBytes());
      return new Problem("CONTENT_TOO_LARGE", ExitCode.FAILED, message, fields);
    } else if (thrown instanceof UnsafeArchiveException) {
      return new Problem("UNSAFE_ARCHIVE", ExitCode.INTEGRITY, message, fields);
    } else if (thrown instanceof UnreadableContentException) {
      return new Problem("UNREADABLE_CONTENT", ExitCode.FAILED, message, fields);
    }
    throw new IllegalStateException("an error without an exit code: " + thrown, thrown);
  }

  /** The JDK's own messages of file errors are only the file's name. */
  private static String ofIo(Throwable thrown, Throwable cause) {
    String said = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    if (cause instanceof FileSystemException e && e.getReason() == null) {
      String file = String.valueOf(e.getFile());
      String start = "Cannot use " + file + ": ";
      for (String end : List.of(cause.toString(), file)) {
        if (thrown != cause && said.endsWith(end)) {
          start = said.substring(0, said.length() - end.length());
          break;
        }
      }
      return oneLine(start + why(e) + (start.contains(file) ? "" : ", " + file));
    }
    return oneLine(said);
  }

  private static String why(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file or folder";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e.getClass().getSimpleName().replace("Exception", "");
  }

  private static String oneLine(String text) {
    return Wording.ofCommand(text).strip().replaceAll("\\s*\\R\\s*", " ");
  }

  Map<String, Object> toJson() {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("exitCode", exit.code());
    error.put("message", message);
    error.putAll(fields);
    return Map.of("error", error);
  }
}
