# Runs docs/r.Rmd and holds its panel against the one that a store exports.
# Rscript r.R VIGNETTE OUTPUT EXPORTED_PANEL; the store and the events are named by the environment.

args <- commandArgs(trailingOnly = TRUE)
knitr::opts_chunk$set(error = FALSE)
knitr::opts_knit$set(progress = FALSE)
knitr::knit(args[1], output = args[2], quiet = TRUE, envir = globalenv())

exported <- read.csv(args[3], colClasses = c(country = "character", month = "character"))
exported <- exported[exported$events > 0, ]
found <- as.data.frame(panel)
key <- function(rows) paste(rows$country, rows$month)
exported <- exported[order(key(exported)), ]
found <- found[order(key(found)), ]
stopifnot(
  identical(key(found), key(exported)),
  all(found$events == exported$events),
  all(found$conflict == exported$verbal_conflict + exported$material_conflict),
  all(abs(found$goldstein - exported$goldstein_sum) < 0.01)
)
cat(nrow(found), "countries' months in R are those of the export\n")
