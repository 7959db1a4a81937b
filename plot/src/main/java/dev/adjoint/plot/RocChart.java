package dev.adjoint.plot;

import java.awt.Color;
import java.util.Locale;

import dev.adjoint.nn.metric.Roc;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The receiver operating characteristic, with the area under it, beside that of a coin. */
public final class RocChart {
  private RocChart() {}

  /** The curve. */
  public static Picture of(Roc roc) {
    var chart = Charts.xy("false positive rate", "true positive rate");
    chart.getStyler().setLegendPosition(LegendPosition.InsideSE);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisMax(1.0);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setXAxisMax(1.0);
    var area = String.format(Locale.ROOT, "area %.3f", roc.area());
    chart.addSeries(area, roc.points().stream().mapToDouble(Roc.Point::falsePositiveRate).toArray(),
        roc.points().stream().mapToDouble(Roc.Point::truePositiveRate).toArray()).setMarker(SeriesMarkers.NONE);
    var chance = chart.addSeries("chance", new double[]{0, 1}, new double[]{0, 1});
    chance.setMarker(SeriesMarkers.NONE);
    chance.setLineColor(Color.GRAY);
    chance.setLineStyle(SeriesLines.DASH_DASH);
    return Picture.of("ROC curve, " + area, chart);
  }
}
