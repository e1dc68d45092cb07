package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.BackendException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.VersionNumber;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import dev.versioned.testkit.fault.AwsFault;
import dev.versioned.testkit.fault.AwsFaults;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * Someone who may write to the bucket, and to nothing else, plants parts in the unfinished upload
 * of a publish. The parts have the size and the CRC-32C of the real ones. S3Proxy keeps no CRC-32C
 * of a part, so it is added to its answers.
 */
class PlantedPartsTest {
  private static final LocalRepository LOCAL =
      LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
  private static final int PART = 5 << 20;
  private static final byte[] CONTENT = new byte[2 * PART + 100];

  static {
    new Random(7).nextBytes(CONTENT);
  }

  private final KeptChecksums kept = new KeptChecksums();
  private final AwsFaults faults = new AwsFaults();
  private final Intercepted open =
      Intercepted.open(LOCAL, s -> s.withPartBytes(PART), kept, faults);
  private final Artifact artifact = open.artifact();
  private final S3Client attacker = LOCAL.aws().s3();

  @AfterAll
  static void remove() {
    LOCAL.close();
  }

  @AfterEach
  void close() {
    open.close();
  }

  /**
   * Answers as S3 does: the CRC-32C of parts is listed, and with a KMS key their ETags are no MD5.
   */
  private static final class KeptChecksums implements ExecutionInterceptor {
    private static final String NO_MD5 = "0";
    boolean kms;

    @Override
    public SdkResponse modifyResponse(
        Context.ModifyResponse context, ExecutionAttributes attributes) {
      if (!(context.response() instanceof ListPartsResponse list)) {
        return context.response();
      }
      return list.toBuilder()
          .parts(
              list.parts().stream()
                  .map(
                      part ->
                          part.toBuilder()
                              .checksumCRC32C(crc32cOf(part.partNumber(), part.size()))
                              .eTag(kms ? tagged(part.eTag()) : part.eTag())
                              .build())
                  .toList())
          .build();
    }

    /** The forged parts have the CRC-32C of the real ones; the mark is not forged. */
    private static String crc32cOf(int number, long size) {
      int from = (number - 1) * PART;
      if (number == PartSizes.MARK) {
        return Crc32c.base64(markCrc32c);
      }
      return Crc32c.base64(
          Crc32c.of(Arrays.copyOfRange(CONTENT, from, from + (int) size), (int) size));
    }

    private static int markCrc32c;

    private static String tagged(String tag) {
      return tag.replaceFirst("(\"?)", "$1" + NO_MD5);
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
      if (context.request() instanceof UploadPartRequest part
          && part.partNumber() == PartSizes.MARK) {
        markCrc32c = Crc32c.parse(part.checksumCRC32C());
      }
      if (!kms || !(context.request() instanceof CompleteMultipartUploadRequest completion)) {
        return context.request();
      }
      return completion.toBuilder()
          .multipartUpload(
              m ->
                  m.parts(
                      completion.multipartUpload().parts().stream()
                          .map(
                              part ->
                                  part.toBuilder()
                                      .eTag(part.eTag().replaceFirst("^(\"?)0(?=.{32})", "$1"))
                                      .build())
                          .toList()))
          .build();
    }
  }

  private PublishResult publish() {
    return artifact.publish(Content.of(CONTENT), p -> p.idempotencyKey("build-7"));
  }

  private void interruptAPublish() {
    faults.next(1, "CompleteMultipartUpload", AwsFault.answer(403, "AccessDenied"));
    assertThatThrownBy(this::publish).isInstanceOf(BackendException.class);
  }

  private MultipartUpload unfinished() {
    return attacker.listMultipartUploads(r -> r.bucket(LOCAL.bucket())).uploads().stream()
        .filter(upload -> upload.key().startsWith(artifact.name().value() + "/"))
        .findFirst()
        .orElseThrow();
  }

  private void plantAPart() {
    MultipartUpload upload = unfinished();
    byte[] part = Arrays.copyOfRange(CONTENT, PART, 2 * PART);
    byte[] forged = Forged.of(part);
    assertThat(forged).isNotEqualTo(part);
    assertThat(Crc32c.of(forged, PART)).isEqualTo(Crc32c.of(part, PART));
    attacker.uploadPart(
        r -> r.bucket(LOCAL.bucket()).key(upload.key()).uploadId(upload.uploadId()).partNumber(2),
        RequestBody.fromBytes(forged));
  }

  @Test
  void plantedPartOfEqualChecksumIsSentAgain() {
    interruptAPublish();
    plantAPart();
    PublishResult result = publish();
    assertThat(result.number()).isEqualTo(VersionNumber.of(1));
    assertThat(artifact.readBytes(result.number())).isEqualTo(CONTENT);
  }

  @Test
  void plantedPartWithoutAnMd5IsNotPublished() {
    kept.kms = true;
    interruptAPublish();
    plantAPart();
    assertThatThrownBy(this::publish).isInstanceOf(AlreadyExistsException.class);
    assertThat(artifact.versions()).isEmpty();
    PublishResult again = publish();
    assertThat(again.number()).isEqualTo(VersionNumber.of(2));
    assertThat(artifact.readBytes(again.number())).isEqualTo(CONTENT);
  }

  @Test
  void interruptedUploadWithoutMd5sIsResumed() {
    kept.kms = true;
    interruptAPublish();
    faults.next(3, "UploadPart", AwsFault.answer(403, "AccessDenied"));
    PublishResult result = publish();
    assertThat(result.number()).isEqualTo(VersionNumber.of(1));
    assertThat(artifact.readBytes(result.number())).isEqualTo(CONTENT);
    assertThat(faults.met()).as("parts that were sent again, after the completion").isEqualTo(1);
  }

  /** The upload's header, with the attempt's id, is in S3 already. */
  @Test
  void uploadThatAnotherWriterCompletedIsNotPublished() {
    faults.next(
        1,
        "CompleteMultipartUpload",
        AwsFault.delayPast(
            () -> {
              plantAPart();
              MultipartUpload upload = unfinished();
              var parts =
                  attacker
                      .listParts(
                          r ->
                              r.bucket(LOCAL.bucket())
                                  .key(upload.key())
                                  .uploadId(upload.uploadId()))
                      .parts();
              attacker.completeMultipartUpload(
                  r ->
                      r.bucket(LOCAL.bucket())
                          .key(upload.key())
                          .uploadId(upload.uploadId())
                          .multipartUpload(
                              m ->
                                  m.parts(
                                      parts.stream()
                                          .filter(part -> part.partNumber() < PartSizes.MARK)
                                          .map(
                                              part ->
                                                  CompletedPart.builder()
                                                      .partNumber(part.partNumber())
                                                      .eTag(part.eTag())
                                                      .build())
                                          .toList())));
            }));
    assertThatThrownBy(this::publish).isInstanceOf(AlreadyExistsException.class);
    assertThat(artifact.versions()).isEmpty();
    assertThat(artifact.readBytes(publish().number())).isEqualTo(CONTENT);
  }
}
