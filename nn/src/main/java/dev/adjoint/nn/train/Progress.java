package dev.adjoint.nn.train;

import java.io.PrintStream;
import java.util.Locale;

import dev.adjoint.nn.train.Epoch;
import dev.adjoint.nn.train.Listener;
import dev.adjoint.nn.train.Scores;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows on the console how training goes. */
public final class Progress {
  private static final int WIDTH = 140;
  private static final long LONG = 30_000_000_000L; // nanoseconds

  private Progress() {}

  /**
   * On a terminal a bar that is redrawn in place, with rate, time left and scores; in a pipe, a file or CI, which would keep
   * every frame, a line per epoch.
   */
  public static Listener on(PrintStream out) {
    return isTerminal(out) && System.getenv("CI") == null ? bar(out) : lines(out);
  }

  @SuppressWarnings("SystemConsoleNull") // a console that is no terminal is told apart
  private static boolean isTerminal(PrintStream out) {
    var console = System.console();
    boolean dumb = System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
    return out.equals(System.out) && console != null && console.isTerminal() && !dumb;
  }

  /** A line per epoch, with rate and time left; in long epochs, a line every half a minute. */
  public static Listener lines(PrintStream out) {
    return new Lines(out);
  }

  /** A bar that is redrawn in place. */
  public static Listener bar(PrintStream out) {
    return new Bar(out);
  }

  private static final class Lines implements Listener {
    private final PrintStream out;
    private int batches;
    private int planned;
    private long start;
    private long printed;

    private Lines(PrintStream out) {
      this.out = out;
    }

    @Override
    public void started(int epochs, int batchesPerEpoch) {
      batches = 0;
      planned = epochs * batchesPerEpoch;
      start = System.nanoTime();
      printed = start;
    }

    @Override
    public void batch(int epoch, Scores soFar) {
      batches++;
      if (System.nanoTime() - printed > LONG) {
        print("epoch " + epoch + ", so far: " + soFar);
      }
    }

    @Override
    public void epoch(Epoch epoch) {
      print(epoch.toString());
    }

    private void print(String text) {
      printed = System.nanoTime();
      double seconds = (printed - start) / 1e9;
      double rate = batches / Math.max(seconds, 1e-9);
      out.println(
          text + String.format(Locale.ROOT, "  (%.0f batches/s, %s left)", rate, time((planned - batches) / rate)));
    }

    private static String time(double seconds) {
      long s = Math.round(seconds);
      return s >= 3600 ? "%d:%02d:%02d".formatted(s / 3600, s / 60 % 60, s % 60) : "%d:%02d".formatted(s / 60, s % 60);
    }
  }

  private static final class Bar implements Listener {
    private final PrintStream out;
    private ProgressBar bar;
    private String validation = "";

    private Bar(PrintStream out) {
      this.out = out;
    }

    @Override
    public void started(int epochs, int batchesPerEpoch) {
      bar = new ProgressBarBuilder().setTaskName("training").setInitialMax((long) epochs * batchesPerEpoch)
          .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(100)
          .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH)).build();
    }

    @Override
    public void batch(int epoch, Scores soFar) {
      bar.step();
      bar.setExtraMessage(" " + soFar + validation);
    }

    @Override
    public void epoch(Epoch epoch) {
      validation = epoch.validation().map(v -> " | " + v).orElse("");
      bar.setExtraMessage(" " + epoch.train() + validation);
    }

    @Override
    public void finished() {
      bar.maxHint(bar.getCurrent());
      bar.close();
    }
  }
}
