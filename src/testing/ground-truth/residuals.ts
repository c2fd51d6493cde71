/** What is left between model and measurement, in words; by the beginning of a run's id. */
const RESIDUALS: readonly (readonly [id: string, words: string])[] = [
  [
    "d_nginx_limit_req_burst20_nodelay",
    "The same 834 requests are turned away. Those let through wait for nothing and take 7 ms, of which the sender's own lateness is 0.74 ms on average and 4.4 ms at the 99th percentile; the model, which has neither that nor late timers, gives every one the same 6.76 ms.",
  ],
  [
    "d_nginx_limit_req_noburst",
    "539 requests turned away, 548 simulated; the same arithmetic gives 541 on a clock of whole milliseconds, as nginx has, with the times at which the sender really sent. What is let through waits for nothing, and is late by what the sender is: 0.89 ms on average, 10.8 ms at the 99th percentile.",
  ],
  [
    "b_kill_haproxy_rr_check_redispatch",
    "The machine that measured stood still: in second 3 the sender itself was up to 235 ms late, and requests took 93 ms on average beyond wait and work, 1 to 2 ms in a quiet second. From second 6 on the same run is within every limit.",
  ],
  [
    "b_kill_haproxy_rr_check_noredispatch",
    "95 errors measured, 96 simulated with the checks where the recovery puts them; anywhere else in their second the model gives 79 to 116.",
  ],
  [
    "b_kill_haproxy_leastconn_check_redispatch1",
    "Two requests were in work at the killed server, in the model one or two: which requests it has at that instant hangs on the millisecond.",
  ],
  [
    "b_kill_haproxy_rr_nocheck_retries0",
    "Refused requests and those in the dead process fail on the very turns measured. The simulated latency is low because this run's server timers were late by 0.63 ms on average, against 0.2 to 0.3 ms in quiet runs; the model has the one overhead of all cases.",
  ],
  [
    "b_kill_nginx_rr_default",
    "nginx counts its fail timeout in whole seconds of the wall clock: the killed server is tried again and comes back 21 s after it was killed, in the model 20 s after. No request is lost in either.",
  ],
  [
    "b_A1_haproxy_random2",
    "HAProxy draws twice with replacement, each server as likely as its part of a hash ring; the parts (29, 19, 24 and 28 %) are computed from HAProxy's hash, not fitted. The measured run lies just above the range of the model's single runs: server timers were late by 0.37 ms on average, once by 121 ms, against 0.2 ms in quiet runs, and at 80 % load queues amplify that.",
  ],
  [
    "a_A2_nginx_rr",
    "A restless run: what a request takes beyond wait and need had a mean of 3.3 ms (median 1.9 ms), and server timers were late by 0.50 ms on average against 0.19 ms in quiet runs. At 80 % load queues amplify both.",
  ],
  [
    "a_A1_nginx_random_two",
    "Chance: the measured p99 lies below the range of single runs of the model, its mean and median within or just above theirs.",
  ],
  [
    "e_rmq_competing_prefetch1_nodelay",
    "Without the Nagle delay the broker behaves as the model says; the rest is the client library's own time, for which the overhead of the proxies stands in.",
  ],
  [
    "e_rmq_competing_prefetch1",
    "The client library leaves Nagle's algorithm on, and each acknowledgement waits some 14 ms for the one before: consumers that could do 100 messages/s do 72 of the 80 that come, and the queue grows. The same set-up with TCP_NODELAY is within the limits. Delayed small packets are not modelled.",
  ],
  [
    "e_rmq_competing_prefetch20",
    "Nagle's algorithm again: a message reaches an idle consumer 18.8 ms after it was published on average, 1.8 ms with TCP_NODELAY. The order is the model's: 2353 of 2353 messages go to the consumers in turn.",
  ],
  [
    "e_rmq_ttl5s_dlx_outage",
    "The median lies where hardly any message does, between those that met the outage and those that did not: the simulated value is the measured run's quantile 0.503. The number of dead letters, the mean and p99 are within the limits.",
  ],
  [
    "d_server_bounded_queue",
    "Under overload each rejection decides over those that follow it; the counts agree, single requests need not.",
  ],
  [
    "f_redis_lru_zipf",
    "Redis' clock for evictions ticks in seconds, it limits bytes and not keys, and its LFU counts by chance and lets counts fade; each hits a little less often than the model.",
  ],
  [
    "h_pg_pool",
    "No request of these runs is recorded, only their summaries. The overhead is one hop's; what a query costs beyond its sleep is left out.",
  ],
];

export function residualOf(id: string): string | null {
  return RESIDUALS.find(([start]) => id.startsWith(start))?.[1] ?? null;
}
