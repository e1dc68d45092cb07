/**
 * Stores and AWS clients that fail on demand, for testing an application when S3 or DynamoDB does
 * not answer, answers late, or answers twice.
 *
 * <p>Start at {@link dev.versioned.testkit.fault.FaultInjector}: wrap any two stores in {@link
 * dev.versioned.testkit.fault.FaultyBlobStore} and {@link
 * dev.versioned.testkit.fault.FaultyItemStore}, and use a {@link
 * dev.versioned.testkit.fault.FaultScript} to choose which call meets which {@link
 * dev.versioned.testkit.fault.Fault}:
 *
 * <pre>{@code
 * FaultInjector faults =
 *     new FaultInjector(FaultScript.nth(StoreOperation.COMMIT, 1, Fault.LOSE_REPLY));
 * ArtifactRepository repository =
 *     ArtifactRepository.of(
 *         new FaultyBlobStore(new MemoryBlobStore(), faults),
 *         new FaultyItemStore(new MemoryItemStore(), faults),
 *         RepositorySettings.defaults());
 * }</pre>
 *
 * <p>For the backend on S3 and DynamoDB, {@link dev.versioned.testkit.fault.AwsFaults} injects the
 * answers of AWS itself into the clients, before any server.
 *
 * <table>
 * <caption>The faults of a call of a store, and of a request of an AWS client</caption>
 *   <tr><th>fault</th><th>{@code Fault}</th><th>{@code AwsFault}</th></tr>
 *   <tr><td>fails before</td><td>FAIL_BEFORE, REFUSE</td><td>failBefore</td></tr>
 *   <tr><td>applied, the reply lost</td><td>LOSE_REPLY</td><td>loseReply</td></tr>
 *   <tr><td>the request lost</td><td>LOSE_REQUEST</td><td>answer(500, "InternalError")</td></tr>
 *   <tr><td>applied twice</td><td>APPLY_TWICE</td><td>loseReply, and the SDK's own retry</td></tr>
 *   <tr><td>delayed past another's</td><td>APPLY_LATE</td><td>delayPast</td></tr>
 *   <tr><td>throttled</td><td>THROTTLE</td><td>slowDown, throughputExceeded</td></tr>
 *   <tr><td>S3's 409</td><td>THROTTLE</td><td>conditionalConflict</td></tr>
 *   <tr><td>S3's 200 with an error</td><td>LOSE_REQUEST, LOSE_REPLY</td>
 *       <td>answer(200, …), applyThenAnswer(200, …)</td></tr>
 *   <tr><td>S3's 412 for one's own write</td><td>APPLY_TWICE</td>
 *       <td>applyThenAnswer(412, …)</td></tr>
 *   <tr><td>DynamoDB's TransactionConflict</td><td>CONTEND</td><td>cancelTransaction</td></tr>
 *   <tr><td>IdempotentParameterMismatch</td><td>LOSE_REQUEST</td>
 *       <td>idempotentParameterMismatch</td></tr>
 *   <tr><td>reset in the middle of a body</td><td>BREAK_BODY</td>
 *       <td>breakRequestBody, breakReplyBody</td></tr>
 *   <tr><td>a body damaged</td><td>CORRUPT_BODY</td><td></td></tr>
 * </table>
 */
@NullMarked
package dev.versioned.testkit.fault;

import org.jspecify.annotations.NullMarked;
