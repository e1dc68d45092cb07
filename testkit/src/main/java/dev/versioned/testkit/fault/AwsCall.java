package dev.versioned.testkit.fault;

import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * A request of an AWS client, as it is about to go over the wire; a retry of the SDK is another.
 *
 * @param service the service as the SDK names it, {@code S3} or {@code DynamoDB}
 * @param operation the operation as the service names it, such as {@code PutObject}
 * @param request the request itself
 */
public record AwsCall(String service, String operation, SdkHttpRequest request) {}
