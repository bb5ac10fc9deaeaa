package dev.profilekeep.replica.estate;

import java.time.Duration;
import java.time.LocalDate;

/**
 * How far the copies at one site were behind on one day: the measured loss (RPO), had the active site been lost.
 *
 * @param people containers of which it is known
 * @param median of half of them it was at most so much
 * @param p95 of 95 in a hundred
 * @param most of all
 */
public record LossOfDay(LocalDate day, String siteId, long people, Duration median, Duration p95, Duration most) {}
