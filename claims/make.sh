#!/bin/sh
# Makes the worked example anew in the directory given, with the dixit given: every command is one that a person
# would type, only the clock is fixed. The test `worked_example` holds the result against this directory.
# Usage: claims/make.sh DIXIT DIRECTORY
set -eu
dixit=$1
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$2/source" "$2/reference"
cp "$here/source/"* "$2/source/"
cp "$here/reference/"* "$2/reference/"
cp "$here/README.md" "$here/make.sh" "$2/"
cd "$2"
# $1: time of day, $2: who, rest: the command
at() {
    time=$1; who=$2; shift 2
    DIXIT_NOW="2020-10-16T$time:00Z" "$dixit" --workspace . --reviewer "$who" --color never "$@"
}
id() { # the first claim whose words hold $1
    "$dixit" --workspace . --color never list --text "$1" | head -n 1 | cut -d ' ' -f 1
}
at 08:00 "Inès Carlier" init . --name "Karabakh, octobre 2020"
at 08:05 "Inès Carlier" add source/depeche-1.md --as depeche --narrator
turkey=$(id "renforcer")
soldiers=$(id "600 soldats")
truce=$(id "dans la nuit du 9 au 10")
houses=$(id "quartiers habités")
at 08:10 "Inès Carlier" mark "$turkey" --attribution in-review
at 08:20 "Inès Carlier" mark "$turkey" --attribution verified --reason "transcription de la conférence de presse" \
    --evidence https://example.org/pompeo-15-octobre
at 08:25 "Inès Carlier" mark "$soldiers" --content in-review
at 08:40 "Inès Carlier" mark "$soldiers" --content verified --reason "bilan du ministère, recoupé par deux agences" \
    --evidence https://example.org/bilan-15-octobre
at 08:45 "Malik Ferrand" mark "$truce" --content in-review
at 08:50 "Malik Ferrand" mark "$truce" --content verified --reason "déclaration commune signée à Moscou" \
    --evidence https://example.org/declaration-commune
at 09:00 "Malik Ferrand" mark "$houses" --content in-review
at 09:20 "Malik Ferrand" mark "$houses" --content disputed --reason "images d'immeubles touchés, datées et situées" \
    --evidence https://example.org/images-stepanakert
# The agency edits its dispatch without a word.
at 12:00 "Inès Carlier" add source/depeche-2.md --as depeche || true
at 12:05 "Malik Ferrand" accept depeche "$soldiers" --reason "l'agence a changé le bilan ; à revoir"
# Whoever brings a reference set answers for it: from here on the journal names each change of it.
at 12:10 "Inès Carlier" reference record karabakh
