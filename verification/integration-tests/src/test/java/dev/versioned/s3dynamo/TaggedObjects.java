package dev.versioned.s3dynamo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;

/** Gives every object two tags, as S3 does: the embedded server knows no tags. */
final class TaggedObjects implements ExecutionInterceptor {
  private static final String TAGS =
      "<Tagging><TagSet><Tag><Key>team</Key><Value>red</Value></Tag>"
          + "<Tag><Key>cost center</Key><Value>7</Value></Tag></TagSet></Tagging>";

  @Override
  public SdkHttpResponse modifyHttpResponse(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    if (context.request() instanceof GetObjectRequest) {
      return context.httpResponse().toBuilder().putHeader("x-amz-tagging-count", "2").build();
    }
    return context.request() instanceof GetObjectTaggingRequest
        ? SdkHttpResponse.builder().statusCode(200).build()
        : context.httpResponse();
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return context.request() instanceof GetObjectTaggingRequest
        ? Optional.of(new ByteArrayInputStream(TAGS.getBytes(UTF_8)))
        : context.responseBody();
  }
}
