# Easel's tasks. `make` alone prints the menu.

SWIFT_BUILD := swift build -c release --build-tests
SOURCES := Sources Tests Benchmarks Package.swift
PREFIX ?= /usr/local

# Swift's compilers write their caches into the present folder where there is no home.
ifeq ($(strip $(HOME)),)
export HOME := $(CURDIR)/.build/home
endif

.DEFAULT_GOAL := menu
.PHONY: menu deps build demo test check remote bench downloads hub exports lessons terminals sketch format lint install clean

menu:  ## this menu
	@echo 'make TASK, where TASK is one of'
	@awk -F ':.*  ## ' '/^[a-z]+:.*  ## / { printf "  %-9s %s\n", $$1, $$2 }' Makefile

deps:  ## install the system packages that are missing
	@Scripts/deps.sh

build: deps  ## build the program and its tests, optimised
	@$(SWIFT_BUILD)

demo: deps  ## make a picture with the built-in model, show it, and make it again
	@swift build -c release --product easel
	@Scripts/demo.sh

test: build  ## run every test
	@Scripts/test.sh

lint:  ## check the format of the sources
	@swift format lint --strict --recursive $(SOURCES)

format:  ## format the sources in place
	@swift format --in-place --recursive $(SOURCES)

check: deps lint test  ## what has to pass before a change goes in: lint, build, test

remote: deps  ## check the stand-in for OpenAI with the client that OpenAI publishes
	@swift build -c release --product openai-stand-in
	@Scripts/check-openai.sh

bench: deps  ## time Easel beside diffusers; needs 12 GB of disk and some minutes
	@swift build -c release --product easel-bench
	@Scripts/bench.sh

downloads: deps  ## time a download of 2 GB beside curl's; needs 4 GB of disk
	@swift build -c release --product easel
	@swift build -c release --product hub-stand-in
	@Scripts/downloads.sh

hub: deps  ## share caches and logins with Python's huggingface_hub; needs PyPI
	@swift build -c release --product easel
	@swift build -c release --product hub-stand-in
	@Scripts/check-hub.sh

exports: deps  ## export a session, and read it with the libraries of notebooks, pages and Markdown
	@swift build -c release --product easel
	@Scripts/check-exports.sh

lessons: deps  ## run the lessons under sessions/, and record what comes of them
	@swift build -c release --product easel
	@Scripts/lessons.sh

terminals: deps  ## show pictures in real terminals, and photograph each
	@swift build -c release --product easel
	@Scripts/terminals.sh

sketch:  ## train the built-in model from nothing; takes hours
	@Scripts/sketch.sh

install: deps  ## install to PREFIX (/usr/local)
	@swift build -c release --product easel
	@Scripts/install.sh "$(PREFIX)"

clean:  ## remove what was built (not the .build-NAME of other tasks)
	@rm -rf .build
